import { ServiceRefused, ServiceUnreachable } from "../platform/errors.js";
import { stripHeaders } from "./anonymous_requests.js";

/** An answer takes a service about 0.1 s, and up to 2 s under load; after this the reader is told that there is none. */
const PATIENCE_MS = 8000;
/** With the address of the page the service also fetches that page, for which it takes up to 20 s. */
const PATIENCE_WITH_PAGE_MS = 25_000;
/** The longest answers of the service have about 300 KB. */
const LONGEST_ANSWER_BYTES = 3_000_000;
/** All rules of all languages have about 2 MB. */
const LONGEST_RULES_BYTES = 12_000_000;
const LEVELS = ["warning", "caution", "notice", "nothing_found", "not_checked"];

/**
 * What the service is told about an ad.
 * @typedef {object} Question
 * @property {string} text
 * @property {string} title
 * @property {string} employer
 * @property {string} country
 * @property {string} language of the answer
 * @property {string} [url] only when the reader ticked it
 * @property {true} [compare] with the address: the service also fetches the page and compares
 */

/** @param {string} serviceUrl @param {string} path @param {RequestInit} [more] @param {number} [patienceMs] */
export async function call(serviceUrl, path, more = {}, patienceMs = PATIENCE_MS) {
  await stripHeaders(serviceUrl);
  try {
    return await fetch(serviceUrl + path, {
      ...more,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (error) {
    throw new ServiceUnreachable(String(error));
  }
}

/** @param {Response} response @param {number} [longest] in bytes @returns {Promise<unknown>} */
export async function readJson(response, longest = LONGEST_ANSWER_BYTES) {
  const parts = [];
  let size = 0;
  try {
    const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > longest) {
        await reader.cancel();
        throw new ServiceRefused("the answer is too long");
      }
      parts.push(part.value);
    }
  } catch (error) {
    throw error instanceof ServiceRefused ? error : new ServiceUnreachable(String(error));
  }
  try {
    return JSON.parse(await new Blob(parts).text());
  } catch {
    throw new ServiceRefused("the answer is not JSON");
  }
}

/** @param {any} answer @returns {answer is WireVerdict} */
function isVerdict(answer) {
  return (
    LEVELS.includes(answer?.level) &&
    typeof answer.title === "string" &&
    typeof answer.meaning === "string" &&
    typeof answer.row?.sentence === "string" &&
    [answer.checks, answer.findings, answer.helplines].every(Array.isArray) &&
    answer.checks.every((/** @type {any} */ check) => typeof check?.check === "string" && typeof check.state === "string") &&
    (!answer.compared || (typeof answer.compared.state === "string" && typeof answer.compared.sentence === "string")) &&
    answer.findings.every((/** @type {any} */ finding) => typeof finding?.headline === "string" && Array.isArray(finding.quotes))
  );
}

/**
 * The service's verdict on an ad.
 * @param {string} serviceUrl @param {Question} question
 * @returns {Promise<WireVerdict>}
 * @throws {ServiceUnreachable} no answer in time
 * @throws {ServiceRefused} an answer that is no verdict
 */
export async function askService(serviceUrl, question) {
  const asked = { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(question) };
  const response = await call(serviceUrl, "/v1/check", asked, question.compare ? PATIENCE_WITH_PAGE_MS : PATIENCE_MS);
  if (!response.ok) throw new ServiceRefused(`status ${response.status}`);
  const answer = await readJson(response);
  if (!isVerdict(answer)) throw new ServiceRefused("the answer is no verdict");
  return answer;
}

/**
 * The flagged addresses whose code begins with a prefix.
 * @param {string} serviceUrl @param {string} prefix four hexadecimal digits
 * @returns {Promise<{ links: { hash: string, level: string }[], complete: boolean }>} `links` is empty when none is flagged
 * @throws {ServiceUnreachable} no answer in time
 * @throws {ServiceRefused} an answer that is no list of addresses
 */
export async function askForLinks(serviceUrl, prefix) {
  const response = await call(serviceUrl, `/v1/lookups/${prefix}`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new ServiceRefused(`status ${response.status}`);
  const answer = /** @type {any} */ (await readJson(response));
  const links = Array.isArray(answer?.links) && answer.links.every((/** @type {any} */ one) => typeof one?.hash === "string" && LEVELS.includes(one.level));
  if (!links) throw new ServiceRefused("the answer is not a list of addresses");
  return { links: answer.links, complete: answer.complete === true };
}

/**
 * Whether a Leadlight service answers at this address.
 * @param {string} serviceUrl
 * @throws {ServiceUnreachable} nothing answers
 * @throws {ServiceRefused} something answers that is no Leadlight service
 */
export async function testService(serviceUrl) {
  const response = await call(serviceUrl, "/v1/helplines", { headers: { accept: "application/json" } });
  if (!response.ok) throw new ServiceRefused(`status ${response.status}`);
  const answer = /** @type {any} */ (await readJson(response));
  if (!Array.isArray(answer?.helplines)) throw new ServiceRefused("the answer is not a list of helplines");
}

/**
 * The rules of the service. The version goes along, which is the same for everybody who has these rules.
 * @param {string} serviceUrl @param {string} version of the rules in use
 * @returns {Promise<any>} null when the service has the same; not yet judged
 * @throws {ServiceUnreachable} no answer in time
 * @throws {ServiceRefused} an answer that is no JSON
 */
export async function askForRules(serviceUrl, version) {
  const headers = { accept: "application/json", "if-none-match": `"${version}"` };
  const response = await call(serviceUrl, "/v1/rules", { headers, cache: "no-store" });
  if (response.status === 304) return null;
  if (!response.ok) throw new ServiceRefused(`status ${response.status}`);
  return readJson(response, LONGEST_RULES_BYTES);
}
