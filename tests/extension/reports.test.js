// Reports are kept before they are sent, sent once, and never unsealed without a yes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./browser_stub.js";

const KEY = "BK" + "A".repeat(86);
/** @type {Record<string, any>} */ let kept = {};
/** @type {Record<string, any>} */ let answers = {};
/** @type {[string, any][]} */ let asked = [];
let allowed = true;

const copy = (value) => JSON.parse(JSON.stringify(value));
globalThis.chrome.storage.local = {
  get: async (keys) => Object.fromEntries([keys].flat().filter((key) => key in kept).map((key) => [key, copy(kept[key])])),
  set: async (values) => void Object.assign(kept, copy(values)),
};
globalThis.chrome.permissions = { getAll: async () => ({}), contains: async () => allowed };
globalThis.chrome.declarativeNetRequest = { updateSessionRules: async () => undefined };
globalThis.fetch = async (url, { method = "GET", body } = {}) => {
  const path = new URL(url).pathname;
  asked.push([`${method} ${path}`, body && JSON.parse(body)]);
  const answer = answers[`${method} ${path}`];
  if (!answer) throw new TypeError("no connection");
  return new Response(JSON.stringify(answer[1]), { status: answer[0] });
};

const { keepReport, keptReports } = await import("../../extension/background/reports.js");
const { sendReport, sendWaiting } = await import("../../extension/background/sending.js");
const WRITTEN = { kind: "report", what: "They asked for money.", address: "https://board.example/1", words: "", contact: "me@example.org", level: "warning", signs: ["papers.kept"] };
const TAKEN = [201, { receipt: "7KQ2-M4XD-0RVB-PZ31-HT8W", kept_days: 90 }];
const OPEN = [200, { taken: true, key: null, kept_days: 90 }];

beforeEach(() => {
  kept = { serviceUrl: "https://service.example" };
  answers = {};
  asked = [];
  allowed = true;
});

/** @returns {Promise<string>} */
const write = async (more = {}) => (await keepReport({ ...WRITTEN, ...more }))[0].id;

test("a service that is away leaves the report waiting, and the same attempt arrives later", async () => {
  const [first] = await sendReport(await write(), true);
  assert.deepEqual([first.stage, first.service, first.what], ["waiting", "https://service.example", WRITTEN.what]);
  kept.serviceUrl = "https://another.example"; // it goes where the reader saw it go
  answers = { "GET /v1/reports": OPEN, "POST /v1/reports": [503, {}] };
  assert.equal((await sendWaiting())[0].stage, "waiting");
  answers["POST /v1/reports"] = TAKEN;
  const [sent] = await sendWaiting();
  assert.deepEqual([sent.stage, sent.receipt, sent.state, sent.service], ["sent", TAKEN[1].receipt, "received", "https://service.example"]);
  const attempts = asked.filter(([call]) => call.startsWith("POST")).map(([, body]) => body.attempt);
  assert.equal(attempts.length, 2);
  assert.equal(new Set(attempts).size, 1);
});

test("nothing of what was written stays once it is sent", async () => {
  answers = { "GET /v1/reports": OPEN, "POST /v1/reports": TAKEN };
  await sendReport(await write(), true);
  assert.doesNotMatch(JSON.stringify(kept), /money|board\.example|me@example|papers/);
});

test("without a key nothing goes before the reader agreed to that", async () => {
  answers = { "GET /v1/reports": OPEN, "POST /v1/reports": TAKEN };
  const id = await write();
  const [first] = await sendReport(id, false);
  assert.deepEqual([first.stage, first.trouble], ["kept", "report_unsealed"]);
  assert.deepEqual(asked.map(([call]) => call), ["GET /v1/reports"]);
  assert.equal((await sendReport(id, true))[0].stage, "sent");
  assert.deepEqual(asked.at(-1)[1].report, { kind: "report", what: WRITTEN.what, address: WRITTEN.address, contact: WRITTEN.contact, level: "warning", signs: ["papers.kept"] });
});

test("a key that cannot be used is never taken for none", async () => {
  for (const key of [{}, { id: "0".repeat(16), public_key: KEY }, { id: "x", public_key: 7 }, "key"]) {
    answers = { "GET /v1/reports": [200, { taken: true, key, kept_days: 90 }], "POST /v1/reports": TAKEN };
    const [report] = await sendReport(await write(), true);
    assert.deepEqual([report.stage, report.trouble], ["kept", "report_refused"]);
  }
  assert.equal(asked.some(([call]) => call.startsWith("POST")), false);
});

test("a service that takes none, refuses, or answers nonsense leaves the report with its reason", async () => {
  const cases = [
    [{ "GET /v1/reports": [200, { taken: false, key: null, kept_days: 0 }] }, "report_not_taken"],
    [{ "GET /v1/reports": [404, {}] }, "report_not_taken"],
    [{ "GET /v1/reports": [200, "hello"] }, "report_refused"],
    [{ "GET /v1/reports": OPEN, "POST /v1/reports": [400, {}] }, "report_refused"],
    [{ "GET /v1/reports": OPEN, "POST /v1/reports": [201, { receipt: "<b>" }] }, "report_refused"],
  ];
  for (const [given, trouble] of cases) {
    answers = given;
    const [report] = await sendReport(await write(), true);
    assert.deepEqual([report.stage, report.trouble, report.what], ["kept", trouble, WRITTEN.what]);
  }
});

test("without permission nothing is asked, and the report waits", async () => {
  allowed = false;
  const [report] = await sendReport(await write(), true);
  assert.deepEqual([report.stage, report.trouble, asked.length], ["waiting", "error_not_permitted", 0]);
});

test("what older versions kept can be sent too", async () => {
  kept.reports = [{ id: "old", keptOn: "2026-11-01", ...WRITTEN }];
  answers = { "GET /v1/reports": OPEN, "POST /v1/reports": TAKEN };
  assert.equal((await keptReports())[0].stage, "kept");
  assert.equal((await sendReport("old", true))[0].stage, "sent");
  assert.match(asked.at(-1)[1].attempt, /^[0-9a-f]{32}$/);
});
