// The page on which a reader writes about an ad: an own page, because a page with an ad could read what is typed into it.
import { ask, byId, speak } from "../platform/own_page.js";
import { fileName, inWords, KINDS } from "./report_text.js";

const { make, onClick } = globalThis.leadlight.verdictView;
const asked = new URLSearchParams(location.search);
const kind = asked.get("kind") === "dispute" ? "dispute" : "report";
const FIELDS = ["what", "address", "words", "contact"];
const outcome = byId("outcome");

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @returns {Omit<KeptReport, "id" | "keptOn">} */
function written() {
  const [what = "", address = "", text = "", contact = ""] = FIELDS.map((id) => field(id).value.trim());
  return { kind, what, address, words: text, contact, level: ad.level, signs: ad.signs };
}

function spell() {
  byId("exactly").textContent = inWords(written(), words);
}

/** Hands a report over as a file. Nothing else reads it. @param {KeptReport} report */
function save(report) {
  const file = URL.createObjectURL(new Blob([inWords(report, words)], { type: "text/plain;charset=utf-8" }));
  make("a", { href: file, download: fileName(report) }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000); // the browser may still be reading it
}

/** @param {KeptReport[]} reports */
function drawKept(reports) {
  byId("kept").hidden = reports.length === 0;
  const rows = reports.map((report) => {
    const saving = onClick(make("button", { class: "button", type: "button" }, words.report_save ?? ""), () => save(report));
    const deleting = onClick(make("button", { class: "button grave", type: "button" }, words.report_delete ?? ""), async () => {
      drawKept(await ask("own.delete_report", { id: report.id }));
    });
    return make("li", {}, make("pre", { tabindex: "0" }, inWords(report, words)), make("div", { class: "buttons" }, saving, deleting));
  });
  byId("reports").replaceChildren(...rows);
}

byId("form").addEventListener("input", spell);
byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const report = written();
  if (!report.what && !report.words) {
    outcome.textContent = words.report_empty ?? "";
    return;
  }
  try {
    drawKept(await ask("own.keep_report", { report }));
    for (const id of FIELDS) field(id).value = "";
    spell();
    outcome.textContent = words.report_kept ?? "";
  } catch (error) {
    outcome.textContent = words[/** @type {Error} */ (error).message] ?? words.error_unexpected ?? "";
  }
});

const { words } = await speak();
const [ad, kept] = await Promise.all([ask("own.ad", { tabId: Number(asked.get("tab") ?? -1) }), ask("own.reports")]);
byId("title").textContent = words[KINDS[kind].title] ?? "";
byId("what-label").textContent = words[KINDS[kind].what] ?? "";
field("address").value = ad.address;
field("words").value = ad.words;
spell();
drawKept(kept);
