/**
 * The failures that are expected, by class. Each carries the key of its words in
 * `shared_rules/texts/<language>/extension.yml`; anything else that is thrown is a defect.
 *
 *     Expected
 *     ├── PageNotReadable      there is no text here that a check could look at
 *     ├── SiteNotAllowed       the browser lets no extension read this page
 *     ├── NotPermitted         the reader has not yet allowed a call to the service
 *     ├── ServiceUnreachable   no answer: no connection, or none in time
 *     └── ServiceRefused       an answer that is no verdict: a status, or something unreadable
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
  /** @param {string} [detail] */
  constructor(detail) {
    super("error_page_not_readable", detail);
  }
}

export class SiteNotAllowed extends Expected {
  /** @param {string} [detail] */
  constructor(detail) {
    super("error_site_not_allowed", detail);
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

/**
 * Key of the words that tell a reader what went wrong.
 * @param {unknown} error
 * @returns {string}
 */
export function wordsOf(error) {
  return error instanceof Expected ? error.words : "error_unexpected";
}
