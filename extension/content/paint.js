// Classic script. Paints the quoted words on the page with the CSS Custom Highlight API: the page's own tree is not touched.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "paint")) return;

  const ALL = "leadlight";
  const CURRENT = "leadlight-current";
  /** @type {Map<string, Range>} */ let ranges = new Map();
  /** @type {Range | null} */ let current = null;

  /** Offsets of JavaScript for offsets in code points. @param {string} text @param {number} start @param {number} end */
  function inUtf16(text, start, end) {
    let place = 0;
    let points = 0;
    let from = -1;
    for (const character of text) {
      if (points === start) from = place;
      if (points === end) break;
      place += character.length;
      points += 1;
    }
    return from < 0 || points < end ? null : { start: from, end: place };
  }

  /** @param {WireQuote} quote @returns {Range | null} null when the words are not shown on the page */
  function rangeOf(quote) {
    const shown = leadlight.reading?.shown;
    if (!shown) return null;
    const place = quote.field === "text" ? inUtf16(shown.text, quote.start, quote.end) : null;
    if (place && shown.text.slice(place.start, place.end) === quote.exact) {
      const range = leadlight.pageText.rangeAt(shown, place.start, place.end);
      if (range) return range;
    }
    return searched(quote);
  }

  /** Looks for the words anew: they stand in the title, or the page has been drawn again. Best is a place between the same other words. @param {WireQuote} quote */
  function searched({ prefix, exact, suffix }) {
    if (!document.body) return null;
    const { collect, find, rangeAt } = leadlight.pageText;
    const all = collect(document.body);
    const place = find(all.text, exact, { before: prefix, after: suffix, whole: true }) ?? find(all.text, exact, { whole: true });
    return place && rangeAt(all, place.start, place.end);
  }

  /** @param {string} name @param {Range[]} painted */
  function put(name, painted) {
    if (typeof Highlight !== "function" || !CSS.highlights) return; // Firefox before 149: the quotes stand in the panel only
    if (painted.length) CSS.highlights.set(name, new Highlight(...painted));
    else CSS.highlights.delete(name);
  }

  /**
   * Paints quotes and remembers where they stand.
   * @param {Map<string, WireQuote>} quotes by a key of the caller's
   * @returns {Set<string>} keys of the quotes that are shown on the page
   */
  function all(quotes) {
    ranges = new Map();
    for (const [key, quote] of quotes) {
      const range = rangeOf(quote);
      if (range) ranges.set(key, range);
    }
    put(ALL, [...ranges.values()]);
    put(CURRENT, []);
    return new Set(ranges.keys());
  }

  /** Scrolls to one quote and paints it stronger. @param {string} key @returns {boolean} whether it is still there */
  function goTo(key) {
    const range = ranges.get(key);
    const element = range?.startContainer.parentElement;
    if (!range || !element?.isConnected) return false;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: still ? "auto" : "smooth" });
    current = range;
    put(CURRENT, [range]);
    return true;
  }

  function nothing() {
    ranges = new Map();
    current = null;
    put(ALL, []);
    put(CURRENT, []);
  }

  /** Where the chosen words stand on the screen, in CSS pixels; null when none are chosen. */
  const boxOfCurrent = () => current?.getBoundingClientRect() ?? null;

  leadlight.paint = { all, goTo, nothing, boxOfCurrent };
})();
