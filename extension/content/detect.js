// Classic script, the only code on pages that nobody asked about: says whether there may be a job ad.
(() => {
  const { leadlight } = globalThis;
  if (Object.hasOwn(leadlight, "detect")) return;

  const QUIET_MS = 350;
  const PATIENCE_MS = 4000;
  const READ = 20_000;
  const MARKED = '[itemtype*="schema.org/JobPosting"]';
  const JOB = /\b(jobs?|vacanc|career|hiring|work|praca|praco|prac[ey]|ofert|ponuk|zamestn|brig[aá]d|empleo|trabajo|feina|lavor|stelle|arbeit|[aá]ll[aá]s|munka|loc de munc|angaj)|работ|вакан|робот|вакант|δουλει|εργασ|θέσ/i;
  const PAY = /[€£$₴₽]\s?\d|\d[\d .,]*\s?(€|£|\$|₴|₽|eur|usd|gbp|pln|zł|zl|kč|czk|lei|ron|ft|huf|лв|bgn|грн|руб)/i;
  const CONTACT = 'a[href^="tel:"],a[href^="mailto:"],a[href*="wa.me/"],a[href*="t.me/"]';
  const CALL = /\+?\d[\d ()/-]{7,}\d|\S@\S+\.\S|whatsapp|viber|telegram/i;

  let told = "";
  let here = location.href;
  /** @type {MutationObserver | null} */ let observer = null;
  /** @type {ReturnType<typeof setTimeout>[]} */ let timers = [];

  /** @param {string} name */
  const tell = (name) => leadlight.browser.runtime?.sendMessage({ name, board: leadlight.onBoard === true }).catch(() => undefined);

  const isMarked = () =>
    document.querySelector(MARKED) !== null ||
    [...document.querySelectorAll('script[type="application/ld+json" i]')].some((script) => script.textContent?.includes("JobPosting"));

  /** The page calls itself a job, names an amount and says how to get in touch. */
  function isWritten() {
    if (!JOB.test(`${document.title} ${location.pathname} ${document.querySelector("h1")?.textContent}`)) return false;
    const root = document.querySelector("main,[role=main],article") ?? document.body;
    const text = root?.textContent?.slice(0, READ) ?? "";
    return PAY.test(text) && (root?.querySelector(CONTACT) !== null || CALL.test(text));
  }

  /** @param {boolean} settled a slower look is worth it */
  function look(settled) {
    if (told === location.href) return;
    if (isMarked() || (settled && (leadlight.onBoard || isWritten()))) {
      told = location.href;
      rest();
      tell("page.looks_like_ad");
    }
  }

  function rest() {
    observer?.disconnect();
    timers.forEach(clearTimeout);
    timers = [];
  }

  /** Waits for quiet, but not long. */
  function lookWhenQuiet() {
    rest();
    const settle = () => {
      rest();
      look(true);
    };
    observer = new MutationObserver(() => {
      clearTimeout(timers[0]);
      timers[0] = setTimeout(settle, QUIET_MS);
    });
    observer.observe(document, { childList: true, subtree: true });
    timers = [setTimeout(settle, QUIET_MS), setTimeout(settle, PATIENCE_MS)];
  }

  /** Another ad, perhaps under the same address. */
  function again() {
    told = "";
    here = location.href;
    lookWhenQuiet();
  }

  function moved() {
    if (here === location.href) return;
    tell("page.moved");
    again();
  }

  leadlight.detect = { again, moved };
  globalThis.navigation?.addEventListener("currententrychange", moved);
  addEventListener("popstate", moved);
  addEventListener("hashchange", moved);
  addEventListener("pageshow", ({ persisted }) => persisted && again());
  look(false);
  if (!told) lookWhenQuiet();
})();
