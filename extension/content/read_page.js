// Classic script. Reads the job ad out of a page: schema.org JobPosting as JSON-LD or microdata, else the main text.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "readPage")) return;

  /** Shorter than this, a page has no ad in it that could be judged. */
  const SHORTEST_TEXT = 40;
  /** A description of which this many characters stand on the page is the ad that the reader sees. */
  const RECOGNISED_BY = 60;
  /** Characters beside the description that still belong to the ad. */
  const CLOSE_AROUND = 600;
  const LONGEST_FIELD = 300;
  /** A frame of this share of the window, beside so few characters, may be what the reader takes for the ad. */
  const LARGE_FRAME = 0.25;
  const FEW_BESIDE_FRAME = 600;
  const MOST_NODES = 5000;

  /** @param {unknown} value @returns {any[]} */
  const listOf = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

  /** @param {unknown} value @returns {string} the words of a JSON-LD value: text, or the name of a thing */
  function wordsIn(value) {
    for (const one of listOf(value)) {
      const words = typeof one === "object" && one ? (one.name ?? one["@value"] ?? one.value ?? "") : one;
      if (typeof words === "string" && words.trim()) return plain(words).slice(0, LONGEST_FIELD);
    }
    return "";
  }

  /** Text of HTML, never run: a parsed document has no scripts and loads nothing. @param {string} html @returns {string} */
  function plain(html) {
    if (!/[<&]/.test(html)) return html.trim();
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const element of parsed.querySelectorAll("script, style, template")) element.remove();
    for (const element of parsed.querySelectorAll("p, br, li, div, tr, h1, h2, h3, h4, h5, h6")) element.append("\n");
    const words = parsed.body.textContent ?? "";
    const readable = /&lt;|&amp;|<\/?(p|br|li|ul|div|strong|b)\b/i.test(words) && words !== html ? plain(words) : words;
    return readable.replace(/[^\S\n]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
  }

  /** @param {any} node */
  const isPosting = (node) => listOf(node["@type"]).some((type) => /(^|[/:#])JobPosting$/.test(String(type)));

  /** Every JobPosting in a JSON-LD value, wherever it lies. @param {unknown} data @returns {any[]} */
  function postingsIn(data) {
    const found = [];
    const waiting = listOf(data);
    for (let seen = 0; waiting.length && seen < MOST_NODES; seen++) {
      const node = waiting.shift();
      if (Array.isArray(node)) waiting.push(...node);
      else if (node && typeof node === "object") {
        if (isPosting(node)) found.push(node);
        else waiting.push(...Object.values(node).filter((value) => value && typeof value === "object"));
      }
    }
    return found;
  }

  /** @param {any} posting @returns {PartOfAd} */
  function fromJsonLd(posting) {
    const places = listOf(posting.jobLocation).map((place) => place?.address ?? place);
    const parts = ["description", "responsibilities", "qualifications", "incentiveCompensation", "jobBenefits"];
    return {
      foundBy: "json-ld",
      title: wordsIn(posting.title ?? posting.name),
      employer: wordsIn(posting.hiringOrganization),
      country: wordsIn(places.map((address) => address?.addressCountry)) || wordsIn(posting.applicantLocationRequirements),
      description: parts.flatMap((part) => listOf(posting[part])).filter((words) => typeof words === "string").map(plain).join("\n"),
      element: null,
    };
  }

  /** @returns {PartOfAd[]} empty when the page has none, or none that can be parsed */
  function jsonLdPostings() {
    /** @type {PartOfAd[]} */ const found = [];
    for (const script of document.querySelectorAll('script[type="application/ld+json" i]')) {
      try {
        found.push(...postingsIn(JSON.parse(script.textContent ?? "")).map(fromJsonLd));
      } catch {
        continue; // broken JSON-LD is common: the page's own words are read instead
      }
    }
    return found;
  }

  /** @returns {PartOfAd[]} */
  function microdataPostings() {
    return [...document.querySelectorAll('[itemtype*="schema.org/JobPosting"]')].map((item) => {
      /** @param {string} name */
      const property = (name) => {
        const element = item.querySelector(`[itemprop~="${name}"]`);
        return (element?.getAttribute("content") ?? element?.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, LONGEST_FIELD);
      };
      return {
        foundBy: /** @type {const} */ ("microdata"),
        title: property("title"),
        employer: item.querySelector('[itemprop~="hiringOrganization"] [itemprop~="name"]')?.textContent?.trim() ?? property("hiringOrganization"),
        country: property("addressCountry"),
        description: plain(item.querySelector('[itemprop~="description"]')?.getAttribute("content") ?? ""),
        // Some pages mark the ad beside its words, in an element that shows nothing.
        element: (item.textContent ?? "").trim().length < SHORTEST_TEXT ? null : item,
      };
    });
  }

  /** The part of the page that holds the ad when nothing marks it. @returns {Element} */
  function mainElement() {
    const marked = document.querySelectorAll("main, [role=main]");
    if (marked.length === 1) return /** @type {Element} */ (marked[0]);
    const articles = document.querySelectorAll("article");
    return articles.length === 1 ? /** @type {Element} */ (articles[0]) : document.body;
  }

  /**
   * The part of the page that shows a description, with what stands close around it (contacts, employer),
   * but without the lists of other ads below it.
   * @param {string} description @returns {Element | null} null when the page does not show it
   */
  function elementShowing(description) {
    const all = leadlight.pageText.collect(document.body);
    const first = leadlight.pageText.find(all.text, description.slice(0, RECOGNISED_BY));
    const last = leadlight.pageText.find(all.text, description.slice(-RECOGNISED_BY));
    if (!first || !last || last.end <= first.start) return null;
    const around = leadlight.pageText.rangeAt(all, first.start, last.end)?.commonAncestorContainer;
    let element = around instanceof Element ? around : around?.parentElement;
    if (!element) return null;
    const enough = 2 * (last.end - first.start) + CLOSE_AROUND;
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      if ((parent.textContent ?? "").length > enough) break;
      element = parent;
    }
    return element;
  }

  /** Letters and digits alone: marks, bullets and white space differ between a page and its data. @param {string} words */
  const letters = (words) => words.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

  /** The sentences of a description that the page does not show: all, or those behind a "show more". @param {string} shown @param {string} description */
  function notShown(shown, description) {
    const there = letters(shown);
    const sentences = description.match(/.+?(?:[.!?…]+\s+|\n+|$)/gsu) ?? [];
    return sentences.filter((sentence) => !there.includes(letters(sentence))).join("").trim();
  }

  /** The words that the page shows, and those that only its data hold. @param {PartOfAd} part @param {PageText} shown */
  function textOf(part, shown) {
    const hidden = notShown(shown.text, part.description);
    return hidden && shown.text ? `${shown.text}\n\n${hidden}` : shown.text || hidden;
  }

  /** The ad that the address, the heading or the first place on the page points to. @param {PartOfAd[]} parts */
  function theOneShown(parts) {
    const heading = document.querySelector("h1")?.textContent?.trim() ?? "";
    return parts.find((part) => part.title && heading.includes(part.title)) ?? parts[0];
  }

  /** @param {PartOfAd} part */
  const elementOf = (part) => (part.description.length >= RECOGNISED_BY ? elementShowing(part.description) : null);

  /** The marked words of this document, when they are long enough to be an ad. @returns {PageText | null} */
  function ownSelection() {
    const selection = getSelection();
    if (!selection || selection.rangeCount === 0 || selection.toString().trim().length < SHORTEST_TEXT) return null;
    const range = selection.getRangeAt(0);
    const around = range.commonAncestorContainer;
    const root = around instanceof Element ? around : around.parentElement;
    return root && leadlight.pageText.collect(root, range);
  }

  /**
   * Words that the reader has marked. Those in a frame, or in a field, are known only from the menu over them.
   * @param {MarkedWords | null} marked @returns {PageText | null} null when they are too short to be an ad
   */
  function selectedText(marked) {
    const text = marked?.text.trim() ?? "";
    const words = { text, pieces: [] };
    if (marked?.inFrame) return words; // nothing of this document was meant
    const own = ownSelection();
    if (own && own.text.length >= SHORTEST_TEXT) return own;
    return text.length >= SHORTEST_TEXT ? words : own;
  }

  /** The first element that one of the selectors finds. @param {string[]} selectors @returns {Element | null} */
  function firstOf(selectors) {
    for (const selector of selectors) {
      const element = document.querySelector(selector);
      if (element) return element;
    }
    return null;
  }

  /**
   * The ad as a known board shows it.
   * @param {BoardOnPage} board
   * @returns {PartOfAd | null} null when no selector finds text: the site was rebuilt, or shows no ad here
   */
  function fromBoard(board) {
    const element = firstOf(board.text);
    if (!element || (element.textContent ?? "").trim().length < SHORTEST_TEXT) return null;
    /** @param {string[]} selectors */
    const words = (selectors) => (firstOf(selectors)?.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, LONGEST_FIELD);
    return { foundBy: "board", title: words(board.title), employer: words(board.employer), country: board.country, description: "", element };
  }

  /** Why an ad that should be on a known board cannot be read there. @param {BoardOnPage} board */
  function troubleWith(board) {
    if (board.feed && !board.isAd) return board.text.some((selector) => document.querySelectorAll(selector).length > 1) ? "many_posts" : "";
    return board.isAd ? "board_changed" : "";
  }

  /** What marks the ad: the board's own page first, because a board that swaps its ads may leave the data of an old one. @param {BoardOnPage | null} board */
  function markedPart(board) {
    const onBoard = board?.isAd ? fromBoard(board) : null;
    const marked = theOneShown([...jsonLdPostings(), ...microdataPostings()]);
    if (!onBoard) return marked;
    const sameAd = marked && (!onBoard.title || marked.title === onBoard.title);
    return sameAd ? { ...onBoard, title: marked.title, employer: marked.employer || onBoard.employer, country: marked.country || onBoard.country } : onBoard;
  }

  /** Whether a large frame shows what this page does not say: its words are closed to us. @param {string} text */
  function mayBeInFrame(text) {
    const isLarge = (/** @type {Element} */ frame) => {
      const { width, height } = frame.getBoundingClientRect();
      return width * height >= LARGE_FRAME * innerWidth * innerHeight;
    };
    return text.length < FEW_BESIDE_FRAME && [...document.querySelectorAll("iframe")].some(isLarge);
  }

  /** @returns {PartOfAd} */
  function nothingMarked() {
    return { foundBy: "page-text", title: "", employer: "", country: "", description: "", element: null };
  }

  /**
   * The ad on this page, as far as it can be read. Keeps the places of its words for painting.
   * @param {string} token names this reading: a verdict for another reading is not shown
   * @param {BoardOnPage | null} [board] where the page belongs to a known board
   * @param {MarkedWords | null} [words] what the reader marked, by the browser's own menu
   * @returns {PageReading} `text` is empty when nothing could be read
   */
  function readPage(token, board = null, words = null) {
    const selected = selectedText(words);
    const marked = selected ? null : markedPart(board);
    const trouble = board && !selected && !marked ? troubleWith(board) : "";
    const part = marked ?? nothingMarked();
    const root = document.body ? (part.element ?? elementOf(part) ?? mainElement()) : document.documentElement;
    const shown = selected ?? leadlight.pageText.collect(root);
    const text = textOf(part, shown);
    const heading = document.querySelector("h1")?.textContent?.trim().replace(/\s+/g, " ") ?? "";
    leadlight.reading = { token, shown, url: location.href };
    return {
      token,
      foundBy: selected ? "selection" : part.foundBy,
      title: selected ? "" : (part.title || heading || document.title).slice(0, LONGEST_FIELD),
      employer: part.employer.slice(0, LONGEST_FIELD),
      country: part.country.slice(0, LONGEST_FIELD),
      language: document.documentElement.lang.slice(0, 35),
      text: text.length < SHORTEST_TEXT ? "" : text,
      url: location.href,
      trouble,
      inFrame: !selected && part.foundBy === "page-text" && mayBeInFrame(text),
    };
  }

  leadlight.readPage = readPage;
})();
