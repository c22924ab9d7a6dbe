// Sends reports that the reader asked to be sent. Each is kept first, so that nothing is lost when the service is away.
import "../platform/browser.js";
import { NotPermitted, ReportNotSent, ServiceRefused, wordsOf } from "../platform/errors.js";
import { contentOf } from "../report/report_text.js";
import { isAllowed, kindsIn, neededFor } from "./consent.js";
import { askForKey, askForState, postReport } from "./report_service.js";
import { changeReport, keptReports } from "./reports.js";
import { keyId, seal } from "./sealing.js";
import { readSettings } from "./settings.js";

/** @param {KeptReport} report @returns {Promise<object>} what goes over the wire */
async function bodyOf(report) {
  const key = await askForKey(report.service);
  const content = contentOf(report);
  if (key === null) {
    if (!report.openly) throw new ReportNotSent("report_unsealed");
    return { attempt: report.attempt, report: content };
  }
  try {
    if ((await keyId(key.public_key)) !== key.id) throw new RangeError("the key has another id");
    return { attempt: report.attempt, sealed: await seal(JSON.stringify(content), key.public_key), key: key.id };
  } catch (error) {
    throw new ReportNotSent("report_refused", String(error)); // never sent unsealed instead
  }
}

/** What stays on the device of a report that arrived: nothing that was written. @param {string} receipt @returns {Partial<KeptReport>} */
const sent = (receipt) => ({
  stage: "sent", receipt, state: "received", trouble: "", what: "", address: "", words: "", contact: "", level: "", signs: [],
});

/** @param {KeptReport} report @returns {Promise<Partial<KeptReport>>} what becomes of it */
async function deliver(report) {
  try {
    if (!(await isAllowed(report.service, kindsIn(report)))) throw new NotPermitted();
    return sent(await postReport(report.service, await bodyOf(report)));
  } catch (error) {
    const stays = error instanceof ReportNotSent || error instanceof ServiceRefused;
    return { stage: stays ? "kept" : "waiting", trouble: error instanceof ServiceRefused ? "report_refused" : wordsOf(error) };
  }
}

/** One report is sent at a time: two attempts at once would only ask twice. @type {Promise<unknown>} */
let line = Promise.resolve();

/** @param {() => Promise<KeptReport[]>} act @returns {Promise<KeptReport[]>} */
function inTurn(act) {
  const next = line.then(act);
  line = next.catch(() => undefined);
  return next;
}

/**
 * Sends a kept report to the service of the settings, or of its earlier attempt. When that does not answer, it waits.
 * @param {string} id @param {boolean} openly the reader agreed that it goes unsealed
 * @returns {Promise<KeptReport[]>}
 */
export function sendReport(id, openly) {
  return inTurn(async () => {
    const { serviceUrl } = await readSettings();
    const waiting = await changeReport(id, (report) =>
      report.stage === "sent" ? report : { ...report, stage: "waiting", service: report.service || serviceUrl, openly: report.openly || openly, trouble: "" });
    const report = waiting.find((one) => one.id === id);
    if (report?.stage !== "waiting") return waiting;
    const outcome = await deliver(report);
    return changeReport(id, (kept) => ({ ...kept, ...outcome }));
  });
}

/** Tries all that wait, one after the other. @returns {Promise<KeptReport[]>} */
export async function sendWaiting() {
  let reports = await keptReports();
  for (const { id } of reports.filter(({ stage }) => stage === "waiting")) reports = await sendReport(id, false);
  return reports;
}

/** Asks how far a sent report got. @param {string} id @returns {Promise<KeptReport[]>} @throws {import("../platform/errors.js").Expected} */
export async function askAboutReport(id) {
  const report = (await keptReports()).find((one) => one.id === id);
  if (!report?.receipt) throw new ReportNotSent("report_receipt_unknown");
  const state = await askAboutReceipt(report.receipt, report.service);
  return changeReport(id, (kept) => ({ ...kept, state }));
}

/** Asks how far the report with a receipt got. @param {string} receipt @param {string} [service] @throws {import("../platform/errors.js").Expected} */
export async function askAboutReceipt(receipt, service) {
  const serviceUrl = service ?? (await readSettings()).serviceUrl;
  if (!(await isAllowed(serviceUrl, []))) throw new NotPermitted();
  return askForState(serviceUrl, receipt.trim());
}

/** What the browser has to be asked for before reports can go to their services; to be known before the click. */
export async function neededForReports() {
  const { serviceUrl } = await readSettings();
  const services = new Set([serviceUrl, ...(await keptReports()).map(({ service }) => service).filter(Boolean)]);
  /** @type {Record<string, import("./consent.js").Needed>} */ const needed = {};
  for (const service of services) needed[service] = await neededFor(service, []);
  return { serviceUrl, needed };
}
