// Classic script. Draws a verdict, for the panel on a page and for the popup. Words come ready from the background.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "verdictView")) return;

  /**
   * @param {string} tag @param {Record<string, string>} attributes @param {(Node | string | null | false)[]} inside
   * @returns {HTMLElement}
   */
  function make(tag, attributes = {}, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    for (const one of inside) if (one) element.append(one);
    return element;
  }

  /** Only real clicks count: a page can send its own to an element that it can reach. @param {HTMLElement} element @param {() => void} act */
  function onClick(element, act) {
    element.addEventListener("click", (event) => {
      if (event.isTrusted) act();
    });
    return element;
  }

  /** @param {string} className @param {string} words */
  const line = (className, words) => (words ? make("p", { class: className }, words) : null);

  /** @param {View} view */
  function levelOf(view) {
    return make(
      "header",
      { class: "level", "data-level": view.level },
      leadlight.shape(view.level),
      make(
        "div",
        { role: "status" },
        make("h2", { id: "leadlight-level" }, view.levelTitle),
        line("meaning", view.levelMeaning),
        line("row", view.row),
      ),
    );
  }

  /** @param {string | undefined} words @param {() => void} act */
  const plainButton = (words, act) => onClick(make("button", { class: "button plain", type: "button" }, words ?? ""), act);

  /** What a reader may answer to a verdict. @param {View} view @param {Actions} actions */
  function moreOf({ words }, { report, hide }) {
    return make(
      "div",
      { class: "part more" },
      plainButton(words.report, () => report("report")),
      plainButton(words.dispute, () => report("dispute")),
      hide ? plainButton(words.hide_site, hide) : null,
    );
  }

  /** @param {View} view @param {ViewFinding} finding @param {Actions} actions @param {Set<string>} shown */
  function findingOf(view, finding, actions, shown) {
    const quotes = finding.quotes.map((quote, place) => {
      const key = `${finding.key}/${place}`;
      const words = `“${quote.exact}”`;
      if (!shown.has(key)) return make("p", { class: "quote", dir: "auto" }, words);
      const button = make("button", { class: "quote", dir: "auto", type: "button", title: view.words.quote_show ?? "" }, words);
      return onClick(button, () => actions.goTo(key));
    });
    return make(
      "li",
      { class: "finding" },
      make("h4", {}, finding.headline),
      ...quotes,
      line("why", finding.why),
      finding.whatToDo && make("p", { class: "do" }, make("b", {}, view.words.what_to_do ?? ""), finding.whatToDo),
      finding.sourceUrl
        ? make("p", { class: "source" }, make("a", { href: finding.sourceUrl, target: "_blank", rel: "noreferrer" }, finding.source))
        : line("source", finding.source),
      plainButton(view.words.learn_more, () => actions.learn(finding.key)),
    );
  }

  /** @param {View} view @param {Actions} actions @param {Set<string>} shown */
  function findingsOf(view, actions, shown) {
    if (!view.findings.length) return null;
    const list = view.findings.map((finding) => findingOf(view, finding, actions, shown));
    return make("section", { class: "part" }, make("h3", {}, view.words.findings ?? ""), make("ul", {}, ...list));
  }

  /** @param {View} view */
  function helplinesOf(view) {
    if (!view.helplines.length) return null;
    const list = view.helplines.map((helpline) => {
      const name = helpline.url ? make("a", { href: helpline.url, target: "_blank", rel: "noreferrer" }, helpline.name) : helpline.name;
      const call = helpline.phone && make("a", { class: "call", dir: "ltr", href: `tel:${helpline.phone.replace(/[^+\d]/g, "")}` }, helpline.phone);
      return make("li", { class: "helpline" }, make("span", {}, name, helpline.detail && make("small", {}, helpline.detail)), call);
    });
    return make("section", { class: "part" }, make("h3", {}, view.words.helplines ?? ""), make("ul", {}, ...list));
  }

  /** What a check consulted, with links to look for oneself. @param {ViewCheck} check */
  function sourcesOf({ sources }) {
    return sources.map(({ text, url }) => make("small", {}, url ? make("a", { href: url, target: "_blank", rel: "noreferrer" }, text) : text));
  }

  /** @param {View} view */
  function checksOf(view) {
    const list = view.checks.map((check) =>
      make(
        "li",
        {},
        leadlight.shape(check.state),
        make("div", {}, make("b", {}, check.name), ": ", check.text, check.detail && make("small", {}, check.detail), ...sourcesOf(check)),
      ),
    );
    return make("section", { class: "part checks" }, make("h3", {}, view.words.checks ?? ""), make("ul", {}, ...list));
  }

  /** What a question to the service would carry, shown before it is asked. @param {View} view @param {Actions} actions @param {boolean} [withAddress] */
  function sendBox(view, actions, withAddress = false) {
    const { service, words } = view;
    const list = service.sends.map((sentence) => make("li", {}, sentence));
    const address = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox" }));
    const send = make("button", { class: "button main", type: "button" }, words.send ?? "");
    const cancel = make("button", { class: "button", type: "button" }, words.not_now ?? "");
    address.checked = withAddress;
    const exactly = make("pre", { tabindex: "0", dir: "ltr" });
    const spell = () => (exactly.textContent = address.checked ? service.exactlyWithAddress : service.exactly);
    address.addEventListener("change", spell);
    spell();
    const box = make(
      "div",
      { class: "sent" },
      make("p", {}, make("b", {}, service.sendHeading)),
      make("ul", {}, ...list),
      line("small", words.send_nothing_else ?? ""),
      service.canSendAddress && make("label", {}, address, make("span", {}, words.send_address ?? "", make("small", {}, words.send_compares ?? ""))),
      make("details", {}, make("summary", {}, words.send_exactly ?? ""), exactly),
      make("div", { class: "buttons" }, send, cancel),
    );
    onClick(send, () => actions.ask(address.checked));
    return { box, cancel, send };
  }

  /** @param {View} view @param {Actions} actions */
  function serviceOf(view, actions) {
    const { service, words } = view;
    const part = make("section", { class: "part service" }, make("h3", {}, words.service ?? ""), line("message", service.message));
    part.querySelector(".message")?.setAttribute("role", "status");
    if (service.state === "asking" || service.state === "answered") return part;
    const open = make("button", { class: "button main", type: "button", "aria-expanded": "false" }, service.askLabel);
    const row = make("div", { class: "buttons" }, open);
    part.append(row);
    onClick(open, () => {
      const { box, cancel, send } = sendBox(view, actions);
      onClick(cancel, () => {
        box.replaceWith(row);
        open.focus();
      });
      row.replaceWith(box);
      send.focus();
    });
    return part;
  }

  /**
   * The verdict as an element.
   * @param {View} view
   * @param {Actions} actions
   * @param {Set<string>} shown keys of the quotes that stand on the page
   */
  function draw(view, actions, shown) {
    return make(
      "article",
      { class: "verdict", lang: view.language.code, dir: view.language.direction, "aria-labelledby": "leadlight-level" },
      levelOf(view),
      ...view.notes.map((note) => make("p", { class: "note" }, note)),
      // Where something was found, people come before procedure; elsewhere, what was looked at comes first.
      ...(view.findings.length
        ? [findingsOf(view, actions, shown), helplinesOf(view), checksOf(view), serviceOf(view, actions)]
        : [checksOf(view), serviceOf(view, actions), helplinesOf(view)]),
      line("note", view.words.not_a_proof ?? ""),
      moreOf(view, actions),
    );
  }

  /** For places where a verdict is shown without its page. @type {Actions} */
  const noActions = { goTo: () => undefined, ask: () => undefined, learn: () => undefined, report: () => undefined };

  /** Quotes of a view by the keys that `draw` uses. @param {View} view */
  function quotesOf(view) {
    /** @type {Map<string, WireQuote>} */ const quotes = new Map();
    for (const finding of view.findings) finding.quotes.forEach((quote, place) => quotes.set(`${finding.key}/${place}`, quote));
    return quotes;
  }

  leadlight.verdictView = { draw, levelOf, checksOf, helplinesOf, sendBox, quotesOf, make, onClick, noActions };
})();
