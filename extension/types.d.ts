// Types only; never shipped to a reader. Classic scripts share one name, `leadlight`, in their own world of a page.

interface PagePiece { node: Text; from: number; at: number; length: number }
interface PageText { text: string; pieces: PagePiece[] }
/** A known board, as the content script needs it. */
interface BoardOnPage { text: string[]; title: string[]; employer: string[]; country: string; feed: boolean; isAd: boolean }
/** What a reader marked and chose in the menu to have checked. */
interface MarkedWords { text: string; inFrame: boolean }
interface PartOfAd {
  foundBy: "json-ld" | "microdata" | "page-text" | "board";
  title: string;
  employer: string;
  country: string;
  description: string;
  element: Element | null;
}
/** What a page gave. It comes from a page, so nothing in it is trusted. */
interface PageReading {
  token: string;
  foundBy: "json-ld" | "microdata" | "page-text" | "selection" | "board";
  title: string;
  text: string;
  employer: string;
  country: string;
  language: string;
  url: string;
  trouble?: "" | "board_changed" | "many_posts";
  /** The ad may be in a frame, which was not read. */
  inFrame?: boolean;
}
interface Reading { token: string; shown: PageText; url: string }

/** As on the wire (`POST /v1/check`). Offsets count Unicode code points. */
interface WireQuote { field: string; start: number; end: number; exact: string; prefix: string; suffix: string }
interface WireSource { id: string; title: string; as_of: string | null; version: string; url: string }
interface WireFinding {
  check: string;
  indicator: string;
  family: string;
  weight: "weak" | "medium" | "strong";
  red_line: boolean;
  combination: boolean;
  quotes: WireQuote[];
  source: WireSource;
  facts: Record<string, string | number>;
  headline?: string;
  why?: string;
  what_to_do?: string;
}
interface WireCheck {
  check: string;
  name?: string;
  state: "found" | "nothing_found" | "not_checked";
  state_text?: string;
  reason: string | null;
  reason_text?: string | null;
  sources: WireSource[];
}
type Level = "warning" | "caution" | "notice" | "nothing_found" | "not_checked";
interface WireHelpline { country: string; name: string; phone: string; url: string; languages: string[]; hours: string; source?: string; checked_on?: string }
interface WireVerdict {
  level: Level;
  title: string;
  meaning: string;
  row: { id: string; sentence: string };
  checks: WireCheck[];
  findings: WireFinding[];
  helplines: WireHelpline[];
  compared?: { state: "same" | "different" | "not_compared"; sentence: string } | null;
}

/** A verdict in the reader's words, ready to draw. */
interface ViewFinding { key: string; headline: string; why: string; whatToDo: string; quotes: WireQuote[]; source: string; sourceUrl: string }
interface ViewCheck { name: string; state: string; text: string; detail: string; sources: { text: string; url: string }[] }
interface ViewHelpline { name: string; phone: string; url: string; detail: string }
interface ViewService {
  state: "not_asked" | "asking" | "answered" | "failed";
  message: string;
  askLabel: string;
  sendHeading: string;
  sends: string[];
  exactly: string;
  exactlyWithAddress: string;
  canSendAddress: boolean;
}
interface View {
  token: string;
  level: Level;
  levelTitle: string;
  levelMeaning: string;
  row: string;
  notes: string[];
  findings: ViewFinding[];
  checks: ViewCheck[];
  helplines: ViewHelpline[];
  service: ViewService;
  words: Record<string, string>;
  language: { code: string; direction: string };
  exit: string;
  onPage: boolean;
  /** Nothing on the page says where the ad is, so there may be several. */
  unmarked: boolean;
}
interface Actions {
  goTo(key: string): void;
  ask(address: boolean): void;
  /** Opens the page about one sign. */
  learn(key: string): void;
  /** Opens the page to tell about the ad, or that the verdict looks wrong. */
  report(kind: "report" | "dispute"): void;
  /** Stays quiet on this site; only where there is a site. */
  hide?(): void;
}
/** What a reader wrote about an ad. */
interface WrittenReport {
  kind: "report" | "dispute";
  what: string;
  address: string;
  words: string;
  contact: string;
  level: string;
  signs: string[];
}
/** A report as it lies on this device. Once it is sent, nothing of what was written stays. */
interface KeptReport extends WrittenReport {
  id: string;
  keptOn: string;
  /** 32 hexadecimal digits, random: sent twice, a report is kept once. */
  attempt: string;
  stage: "kept" | "waiting" | "sent";
  /** Where it goes or went, "" when it was only kept. */
  service: string;
  /** The reader agreed that it goes unsealed where the service has no key. */
  openly: boolean;
  /** Key of the words for why it is not sent, "" when there is no reason. */
  trouble: string;
  receipt: string;
  state: "" | "received" | "read" | "closed";
}
interface Shown {
  host: HTMLElement;
  root: ShadowRoot;
  returns: number;
  modals: WeakSet<Element>;
  observer: MutationObserver;
  ad: MutationObserver;
  timers: ReturnType<typeof setTimeout>[];
}

interface Leadlight {
  browser: typeof chrome;
  onBoard?: boolean;
  detect?: { again(): void; moved(): void };
  pageText: {
    collect(root: Element, within?: Range | null): PageText;
    rangeAt(pageText: PageText, start: number, end: number): Range | null;
    isThere(pageText: PageText, piece: PagePiece): boolean;
    find(text: string, words: string, how?: { before?: string; after?: string; whole?: boolean }): { start: number; end: number } | null;
  };
  readPage(token: string, board?: BoardOnPage | null, words?: MarkedWords | null): PageReading;
  reading: Reading | undefined;
  paint: {
    all(quotes: Map<string, WireQuote>): Set<string>;
    goTo(key: string): boolean;
    nothing(): void;
    boxOfCurrent(): DOMRect | null;
  };
  shape(name: string): SVGSVGElement;
  verdictView: {
    draw(view: View, actions: Actions, shown: Set<string>): HTMLElement;
    levelOf(view: View): HTMLElement;
    checksOf(view: View): HTMLElement;
    helplinesOf(view: View): HTMLElement | null;
    noActions: Actions;
    sendBox(view: View, actions: Actions, withAddress?: boolean): { box: HTMLElement; cancel: HTMLElement; send: HTMLElement };
    quotesOf(view: View): Map<string, WireQuote>;
    make(tag: string, attributes?: Record<string, string>, ...inside: (Node | string | null | false)[]): HTMLElement;
    onClick(element: HTMLElement, act: () => void): HTMLElement;
  };
  panel: { show(view: View, css: string): boolean; focus(): void; takeAway(): void; pageChanged(): void };
  panelRoot: ShadowRoot;
}
declare var leadlight: Leadlight;
