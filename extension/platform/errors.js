/**
 * The failures that are expected, by class. Each carries the key of its words in
 * `shared_rules/texts/<language>/extension.yml`; anything else that is thrown is a defect.
 *
 *     Expected
 *     ├── PageNotReadable      there is no text here that a check could look at
 *     │   ├── BoardChanged     a known board shows an ad that its reader cannot find
 *     │   └── ManyPosts        a page of many posts, of which the reader has selected none
 *     ├── SiteNotAllowed       the browser lets no extension read this page
 *     ├── NoRoom               the device has no room left for what should be kept
 *     ├── NotPermitted         the reader has not yet allowed a call to the service
 *     ├── ServiceUnreachable   no answer: no connection, or none in time
 *     ├── ServiceRefused       an answer that is no verdict: a status, or something unreadable
 *     └── ReportNotSent        a report stays on the device, and trying again does not help by itself
 */
export class Expected extends Error {
  /** @param {string} words key of the sentence for the reader @param {string} [detail] for developers, never a reader's data */
  constructor(words, detail = "") {
    super(detail || words);
    this.name = new.target.name;
    this.words = words;
  }
}

export class PageNotReadable extends Expected {
  /** @param {string} [detail] @param {string} [words] */
  constructor(detail, words = "error_page_not_readable") {
    super(words, detail);
  }
}

export class BoardChanged extends PageNotReadable {
  constructor() {
    super("no selector of the board fits", "error_board_changed");
  }
}

export class ManyPosts extends PageNotReadable {
  constructor() {
    super("many posts and none selected", "error_feed");
  }
}

export class SiteNotAllowed extends Expected {
  /** @param {string} [detail] */
  constructor(detail) {
    super("error_site_not_allowed", detail);
  }
}

export class NoRoom extends Expected {
  constructor() {
    super("report_full");
  }
}

export class NotPermitted extends Expected {
  /** @param {string} [detail] */
  constructor(detail) {
    super("error_not_permitted", detail);
  }
}

export class ServiceUnreachable extends Expected {
  /** @param {string} [detail] */
  constructor(detail) {
    super("error_service_unreachable", detail);
  }
}

export class ServiceRefused extends Expected {
  /** @param {string} [detail] */
  constructor(detail) {
    super("error_service_refused", detail);
  }
}

/** `words` says which: nobody takes reports there, it would go unsealed, the service refused it, or knows no such receipt. */
export class ReportNotSent extends Expected {
  /** @param {"report_not_taken" | "report_unsealed" | "report_refused" | "report_receipt_unknown"} words @param {string} [detail] */
  constructor(words, detail) {
    super(words, detail);
  }
}

/**
 * Key of the words that tell a reader what went wrong.
 * @param {unknown} error
 * @returns {string}
 */
export function wordsOf(error) {
  return error instanceof Expected ? error.words : "error_unexpected";
}
