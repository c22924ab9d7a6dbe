// What would be sent, to whom, and who reads it; and the button that sends it.
import { contentOf } from "./report_text.js";

const { make, onClick } = globalThis.leadlight.verdictView;

/**
 * @param {{ report: WrittenReport & { attempt: string }, host: string, words: Record<string, string>, send: () => void, cancel: () => void }} what
 * @returns {HTMLElement}
 */
export function sendBox({ report, host, words, send, cancel }) {
  const exactly = JSON.stringify({ attempt: report.attempt, report: contentOf(report) }, null, 2);
  const sending = onClick(make("button", { class: "button main", type: "button" }, words.send ?? ""), send);
  return make(
    "div",
    { class: "sending", role: "group", "aria-label": words.report_send ?? "" },
    make("h2", { tabindex: "-1" }, (words.send_heading ?? "").replace("{host}", host)),
    make("p", {}, words.report_readers ?? ""),
    make("pre", { tabindex: "0", dir: "ltr" }, exactly),
    make("p", { class: "hint" }, words.report_send_more ?? ""),
    make("div", { class: "buttons" }, sending, onClick(make("button", { class: "button", type: "button" }, words.not_now ?? ""), cancel)),
  );
}
