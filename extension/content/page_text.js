// Classic script. The words of a page as a reader sees them, and the way back from each word to its place.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "pageText")) return;

  /** Longer pages are cut here: an ad of 200,000 characters is not read by people either. */
  const LONGEST_TEXT = 200_000;
  const NEVER_READ = new Set(
    "SCRIPT STYLE NOSCRIPT TEMPLATE SVG MATH CANVAS IFRAME OBJECT EMBED VIDEO AUDIO SELECT OPTION TEXTAREA INPUT BUTTON DIALOG NAV ASIDE".split(" "),
  );
  /** Around the whole page these hold the site's own words; inside an article they belong to the ad. */
  const PAGE_FRAME = new Set(["HEADER", "FOOTER"]);

  /** What a page shows inside an element of its own, closed to its scripts or not. @param {any} element @returns {ShadowRoot | null} */
  function shadowOf(element) {
    if (!element.localName.includes("-")) return element.shadowRoot;
    // Firefox has it as a property, others as a call.
    return element.openOrClosedShadowRoot ?? leadlight.browser.dom?.openOrClosedShadowRoot(element) ?? element.shadowRoot;
  }

  /** One walk over a page: remembers what it learned about each element. */
  class Walk {
    /** @param {Element} root @param {Range | null} within */
    constructor(root, within) {
      this.root = root;
      this.within = within;
      /** @type {PagePiece[]} */ this.pieces = [];
      this.text = "";
      /** @type {Map<Element, boolean>} */ this.shown = new Map();
      /** @type {Map<Element, Element>} */ this.blocks = new Map();
      /** @type {Element | null} */ this.lastBlock = null;
      this.spaceDue = "";
    }

    /** @param {Element} element */
    isShown(element) {
      const known = this.shown.get(element);
      if (known !== undefined) return known;
      const shown = !this.isSkipped(element) && getComputedStyle(element).display !== "none";
      this.shown.set(element, shown);
      return shown;
    }

    /** @param {Element} element */
    isSkipped(element) {
      const tag = element.tagName.toUpperCase();
      if (element === this.root) return false;
      return NEVER_READ.has(tag) || (PAGE_FRAME.has(tag) && this.root === element.ownerDocument.body);
    }

    /** The nearest ancestor that starts a new line. @param {Element} element @returns {Element} */
    blockOf(element) {
      const known = this.blocks.get(element);
      if (known) return known;
      const parent = element.parentElement;
      const inline = /^(inline|contents|ruby)/.test(getComputedStyle(element).display);
      const block = inline && parent && element !== this.root ? this.blockOf(parent) : element;
      this.blocks.set(element, block);
      return block;
    }

    /** @param {Node} root */
    read(root) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
        node.nodeType === Node.TEXT_NODE || this.isShown(/** @type {Element} */ (node)) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
      );
      for (let node = walker.nextNode(); node && this.text.length < LONGEST_TEXT; node = walker.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE) this.readText(/** @type {Text} */ (node));
        else this.readElement(/** @type {Element} */ (node));
      }
    }

    /** @param {Element} element */
    readElement(element) {
      if (element.tagName === "BR") this.spaceDue = "\n";
      const inside = shadowOf(element);
      if (inside) this.read(inside);
    }

    /** @param {Text} node */
    readText(node) {
      const parent = node.parentElement ?? (node.parentNode instanceof ShadowRoot ? node.parentNode.host : null);
      if (!parent) return;
      let from = 0;
      let to = node.data.length;
      if (this.within) {
        if (!this.within.intersectsNode(node)) return;
        if (node === this.within.startContainer) from = this.within.startOffset;
        if (node === this.within.endContainer) to = this.within.endOffset;
      }
      const visible = getComputedStyle(parent).visibility === "visible";
      if (!visible || !node.data.slice(from, to).trim()) {
        if (to > from) this.spaceDue ||= " ";
        return;
      }
      const block = this.blockOf(parent);
      if (block !== this.lastBlock) this.spaceDue = "\n";
      this.lastBlock = block;
      this.addWords(node, from, to);
    }

    /** Adds the words of a text node, each run of white space as one space. @param {Text} node @param {number} from @param {number} to */
    addWords(node, from, to) {
      const words = /\S+/g;
      words.lastIndex = from;
      let after = from;
      const { data } = node; // asked once: Firefox copies all of it at each asking
      for (let word = words.exec(data); word && word.index < to; word = words.exec(data)) {
        if (word.index > after) this.spaceDue ||= " ";
        if (this.text && this.spaceDue) this.text += this.spaceDue;
        this.spaceDue = "";
        after = Math.min(word.index + word[0].length, to);
        this.pieces.push({ node, from: word.index, at: this.text.length, length: after - word.index });
        this.text += data.slice(word.index, after);
      }
      if (to > after) this.spaceDue ||= " ";
    }
  }

  /**
   * The words below an element, without menus, forms and what is not shown.
   * @param {Element} root
   * @param {Range | null} [within] only what lies in this range
   * @returns {PageText} `text` is empty when nothing is shown there
   */
  function collect(root, within = null) {
    const walk = new Walk(root, within);
    walk.read(root);
    return { text: walk.text, pieces: walk.pieces };
  }

  /** Index of the piece that holds, or comes last before, a place in the text. @param {PagePiece[]} pieces @param {number} place */
  function pieceAt(pieces, place) {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (/** @type {PagePiece} */ (pieces[middle]).at <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether a word still stands where it was read: pages drop their nodes, or write other words into them. @param {PageText} pageText @param {PagePiece} piece */
  function isThere({ text }, { node, from, at, length }) {
    return node.isConnected && node.data.slice(from, from + length) === text.slice(at, at + length);
  }

  /**
   * The place on the page of `text[start:end]`.
   * @param {PageText} pageText @param {number} start @param {number} end UTF-16 offsets
   * @returns {Range | null} null when the page has changed under the text
   */
  function rangeAt(pageText, start, end) {
    const first = pageText.pieces[pieceAt(pageText.pieces, start)];
    const last = pageText.pieces[pieceAt(pageText.pieces, end - 1)];
    if (!first || !last || !isThere(pageText, first) || !isThere(pageText, last)) return null;
    try {
      const range = document.createRange();
      range.setStart(first.node, first.from + Math.min(start - first.at, first.length));
      range.setEnd(last.node, last.from + Math.min(end - last.at, last.length));
      return range.collapsed ? null : range;
    } catch {
      return null; // the node holds other, shorter words by now
    }
  }

  /** The words with no white space at all, and where each character stood. @param {string} text */
  function squeezed(text) {
    let words = "";
    /** @type {number[]} */ const places = [];
    for (let place = 0; place < text.length; place++) {
      const character = /** @type {string} */ (text[place]);
      if (/\s/.test(character)) continue;
      words += character;
      places.push(place);
    }
    return { words, places };
  }

  /** Whether a place begins and ends where words do: "no fee" does not stand in "no feedback". @param {string} text @param {number} start @param {number} end */
  const isWhole = (text, start, end) => ![start, end].some((edge) => /^[\p{L}\p{N}]{2}$/u.test(text.slice(edge - 1, edge + 1)));

  /**
   * Where words stand in a text, whatever the white space between them.
   * @param {string} text @param {string} words
   * @param {{ before?: string, after?: string, whole?: boolean }} [how] what stands around them, and whether they may be parts of longer words
   * @returns {{start: number, end: number} | null} UTF-16 offsets; null when they are not there
   */
  function find(text, words, { before = "", after = "", whole = false } = {}) {
    const wanted = squeezed(words).words;
    if (!wanted) return null;
    const { words: all, places } = squeezed(text);
    const lead = squeezed(before).words;
    const looked = lead + wanted + squeezed(after).words;
    for (let at = all.indexOf(looked); at >= 0; at = all.indexOf(looked, at + 1)) {
      const first = at + lead.length;
      const start = /** @type {number} */ (places[first]);
      const end = /** @type {number} */ (places[first + wanted.length - 1]) + 1;
      if (!whole || isWhole(text, start, end)) return { start, end };
    }
    return null;
  }

  leadlight.pageText = { collect, rangeAt, isThere, find };
})();
