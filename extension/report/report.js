// The page on which a reader writes about an ad: an own page, because a page with an ad could read what is typed into it.
import { askToAllow } from "../background/consent.js";
import { ask, byId, speak } from "../platform/own_page.js";
import { drawReports, neededBy, STATES } from "./kept_reports.js";
import { inWords, KINDS } from "./report_text.js";
import { sendBox } from "./send_box.js";

const asked = new URLSearchParams(location.search);
const kind = asked.get("kind") === "dispute" ? "dispute" : "report";
const FIELDS = ["what", "address", "words", "contact"];
const outcome = byId("outcome");
const place = byId("sending");

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));
const newAttempt = () => crypto.randomUUID().replaceAll("-", "");
let attempt = newAttempt();

/** @returns {WrittenReport & { attempt: string }} */
function written() {
  const [what = "", address = "", text = "", contact = ""] = FIELDS.map((id) => field(id).value.trim());
  return { kind, what, address, words: text, contact, level: ad.level, signs: ad.signs, attempt };
}

/** Takes the question away, and gives the focus back to the button that brought it. */
function close() {
  place.replaceChildren();
  /** @type {HTMLElement | null} */ (byId("form").querySelector(".main"))?.focus();
}

/** What was read and what is kept must stay the same: another letter closes the question whether to send. */
function spell() {
  byId("exactly").textContent = inWords(written(), words);
  place.replaceChildren();
}

/** @param {unknown} error */
const said = (error) => words[/** @type {Error} */ (error).message] ?? words.error_unexpected ?? "";

/** @returns {ReturnType<typeof written> | null} null when there is nothing to tell, which is said */
function somethingWritten() {
  const report = written();
  if (report.what || report.words) return report;
  outcome.textContent = words.report_empty ?? "";
  return null;
}

/** @param {ReturnType<typeof written>} report @returns {Promise<KeptReport>} */
async function keep(report) {
  const reports = await ask("own.keep_report", { report });
  for (const id of FIELDS) field(id).value = "";
  attempt = newAttempt();
  spell();
  await drawReports(reports, words);
  return reports[0];
}

/** @param {ReturnType<typeof written>} report the reader has seen what is sent */
async function send(report) {
  if (!(await askToAllow(neededBy(services, report)))) {
    outcome.textContent = words.ask_page_refused ?? "";
    return;
  }
  try {
    const { id } = await keep(report);
    close();
    outcome.textContent = words.service_asking ?? "";
    /** @type {KeptReport[]} */ const reports = await ask("own.send_report", { id });
    const told = reports.find((one) => one.id === id);
    // The list first: what the outcome says to press must be there when it is said.
    await drawReports(reports, words);
    outcome.textContent = (told?.stage === "sent" ? words.report_sent : words[told?.trouble.startsWith("report_") ? told.trouble : "report_waiting"]) ?? "";
  } catch (error) {
    outcome.textContent = said(error);
  }
}

function showWhatIsSent() {
  const report = somethingWritten();
  if (!report) return;
  outcome.textContent = "";
  place.replaceChildren(sendBox({ report, host: new URL(services.serviceUrl).host, words, send: () => send(report), cancel: close }));
  /** @type {HTMLElement | null} */ (place.querySelector("h2"))?.focus();
}

byId("form").addEventListener("input", spell);
byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  showWhatIsSent();
});
byId("keep").addEventListener("click", async () => {
  const report = somethingWritten();
  if (!report) return;
  try {
    await keep(report);
    outcome.textContent = words.report_kept ?? "";
  } catch (error) {
    outcome.textContent = said(error);
  }
});
byId("follow").addEventListener("submit", async (event) => {
  event.preventDefault();
  const receipt = field("receipt").value.trim();
  if (!receipt) return;
  const answer = byId("follow-outcome");
  const needed = services.needed[services.serviceUrl];
  if (needed && !(await askToAllow(needed))) {
    answer.textContent = words.ask_page_refused ?? "";
    return;
  }
  answer.textContent = words.service_asking ?? "";
  answer.textContent = await ask("own.ask_receipt", { receipt }).then((state) => words[STATES[state] ?? ""] ?? "", said);
});

const { words } = await speak();
const [ad, kept, services] = await Promise.all([ask("own.ad", { tabId: Number(asked.get("tab") ?? -1) }), ask("own.reports"), ask("own.needed_for_reports")]);
byId("title").textContent = words[KINDS[kind].title] ?? "";
byId("what-label").textContent = words[KINDS[kind].what] ?? "";
field("address").value = ad.address;
field("words").value = ad.words;
spell();
await drawReports(kept, words);
if (kept.some((/** @type {KeptReport} */ { stage }) => stage === "waiting")) await drawReports(await ask("own.send_waiting"), words);
