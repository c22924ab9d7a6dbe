// The list of reports on this device, as the report page and the settings show it: save, send, follow up, delete.
import { askToAllow, kindsIn } from "../background/consent.js";
import { ask, byId } from "../platform/own_page.js";
import { fileName, inWords } from "./report_text.js";
import { sendBox } from "./send_box.js";

const { make, onClick } = globalThis.leadlight.verdictView;

/** Keys of the words for how far a report got. @type {Record<string, string>} */
export const STATES = { received: "report_received", read: "report_read", closed: "report_closed" };

/** @typedef {{ serviceUrl: string, needed: Record<string, import("../background/consent.js").Needed> }} Services */
/** @typedef {{ words: Record<string, string>, services: Services }} Drawing */

/** What to ask the browser for before this report may go. @param {Services} services @param {WrittenReport} report @param {string} [service] */
export function neededBy({ serviceUrl, needed }, report, service) {
  const of = needed[service || serviceUrl] ?? { origins: [] };
  return "data_collection" in of ? { ...of, data_collection: kindsIn(report) } : of;
}

/** Hands a report over as a file. Nothing else reads it. @param {KeptReport} report @param {Record<string, string>} words */
function save(report, words) {
  const file = URL.createObjectURL(new Blob([inWords(report, words)], { type: "text/plain;charset=utf-8" }));
  make("a", { href: file, download: fileName(report) }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000); // the browser may still be reading it
}

/** Why a report is where it is. @param {KeptReport} report @param {Record<string, string>} words */
function standing({ stage, state, trouble }, words) {
  if (stage === "sent") return words[STATES[state] ?? ""] ?? "";
  const why = trouble.startsWith("report_") || trouble === "error_not_permitted" ? words[trouble] : "";
  return [stage === "waiting" && words.report_waiting, why].filter(Boolean).join(" ");
}

/** @param {string} label @param {() => void} act @param {string} [look] */
const button = (label, act, look = "") => onClick(make("button", { class: `button ${look}`.trim(), type: "button" }, label), act);

/** @param {KeptReport} report @param {Drawing} drawing */
function row(report, drawing) {
  const { words, services } = drawing;
  const outcome = make("p", { class: "outcome", role: "status" }, standing(report, words));
  const place = make("div", {});
  /** @param {string} name @param {Record<string, unknown>} [more] */
  const act = async (name, more = {}) => {
    try {
      await drawReports(await ask(name, { id: report.id, ...more }), words);
      byId("kept").querySelector("h2")?.focus(); // the button that was pressed is gone
    } catch (error) {
      outcome.textContent = words[/** @type {Error} */ (error).message] ?? words.error_unexpected ?? "";
    }
  };
  /** @param {boolean} openly */
  const send = async (openly) => {
    if (await askToAllow(neededBy(services, report, report.service))) await act("own.send_report", { openly });
    else outcome.textContent = words.ask_page_refused ?? "";
  };
  const show = () => place.replaceChildren(sendBox({ report, host: new URL(services.serviceUrl).host, words, send: () => send(false), cancel: () => place.replaceChildren() }));
  const buttons = {
    kept: () => [
      report.trouble === "report_unsealed" ? button(words.report_send_open ?? "", () => send(true)) : button(words.report_send ?? "", show),
      button(words.report_save ?? "", () => save(report, words)),
    ],
    waiting: () => [button(words.report_try ?? "", () => send(false)), button(words.report_save ?? "", () => save(report, words))],
    sent: () => [button(words.report_follow ?? "", () => act("own.ask_report"))],
  }[report.stage]();
  const told = report.stage === "sent"
    ? make("p", {}, `${words.report_receipt ?? ""}: `, make("code", { class: "receipt", dir: "ltr" }, report.receipt), ` (${report.keptOn})`)
    : make("pre", { tabindex: "0" }, inWords(report, words));
  buttons.push(button(words.report_delete ?? "", () => act("own.delete_report"), "grave"));
  return make("li", {}, told, outcome, make("div", { class: "buttons" }, ...buttons), place);
}

/**
 * Draws the list into #reports, in #kept; hides it when it is empty.
 * @param {KeptReport[]} reports @param {Record<string, string>} words
 */
export async function drawReports(reports, words) {
  const services = await ask("own.needed_for_reports");
  byId("kept").hidden = reports.length === 0;
  byId("reports").replaceChildren(...reports.map((report) => row(report, { words, services })));
}
