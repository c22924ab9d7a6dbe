// What the service is asked about reports. Only sending.js calls this, after the reader has seen what is sent.
import { ReportNotSent, ServiceUnreachable } from "../platform/errors.js";
import { call, readJson } from "./service.js";

/** @typedef {{ id: string, public_key: string }} ReportKey */

const RECEIPT = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/;
const STATES = ["received", "read", "closed"];
const TOO_MANY_REQUESTS = 429;
const SERVER_FAILS = 500;
const NOT_FOUND = 404;

/** A service that is busy or broken can be asked again later; any other refusal stays one. @param {Response} response */
function refuse(response) {
  const later = response.status === TOO_MANY_REQUESTS || response.status >= SERVER_FAILS;
  if (later) throw new ServiceUnreachable(`status ${response.status}`);
  if (!response.ok) throw new ReportNotSent("report_refused", `status ${response.status}`);
}

/**
 * How a service takes reports.
 * @param {string} serviceUrl
 * @returns {Promise<ReportKey | null>} the key to seal with; null when it has none
 * @throws {ReportNotSent} it takes none
 * @throws {ServiceUnreachable} no answer in time
 */
export async function askForKey(serviceUrl) {
  const response = await call(serviceUrl, "/v1/reports", { headers: { accept: "application/json" }, cache: "no-store" });
  if (response.status === NOT_FOUND) throw new ReportNotSent("report_not_taken", "no such address");
  refuse(response);
  const answer = /** @type {any} */ (await readJson(response));
  if (answer?.taken === false) throw new ReportNotSent("report_not_taken");
  if (answer?.taken !== true) throw new ReportNotSent("report_refused", "the answer does not say how reports are taken");
  if (answer.key === null) return null;
  // A key that cannot be read must never become "no key": then the report would go unsealed.
  if (typeof answer.key?.id !== "string" || typeof answer.key.public_key !== "string") throw new ReportNotSent("report_refused", "the key is none");
  return answer.key;
}

/**
 * Hands a report over.
 * @param {string} serviceUrl @param {object} body
 * @returns {Promise<string>} the receipt
 * @throws {ReportNotSent} the service did not take it
 * @throws {ServiceUnreachable} no answer in time, or not now
 */
export async function postReport(serviceUrl, body) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await call(serviceUrl, "/v1/reports", { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status === NOT_FOUND) throw new ReportNotSent("report_not_taken");
  refuse(response);
  const answer = /** @type {any} */ (await readJson(response));
  if (!RECEIPT.test(answer?.receipt)) throw new ReportNotSent("report_refused", "the answer is no receipt");
  return answer.receipt;
}

/**
 * How far a report got.
 * @param {string} serviceUrl @param {string} receipt as the reader has it
 * @returns {Promise<"received" | "read" | "closed">}
 * @throws {ReportNotSent} the receipt is not known there
 * @throws {ServiceUnreachable} no answer in time
 */
export async function askForState(serviceUrl, receipt) {
  const response = await call(serviceUrl, `/v1/reports/${encodeURIComponent(receipt)}`, { headers: { accept: "application/json" }, cache: "no-store" });
  if (response.status === NOT_FOUND) throw new ReportNotSent("report_receipt_unknown");
  refuse(response);
  const answer = /** @type {any} */ (await readJson(response));
  if (!STATES.includes(answer?.state)) throw new ReportNotSent("report_refused", "the answer is no state");
  return answer.state;
}
