import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import "./browser_stub.js";

const DAY = 24 * 3_600_000;
const own = JSON.parse(readFileSync(new URL("../../extension/rules/pack.json", import.meta.url), "utf8"));
/** @type {Record<string, any>} */ let kept = {};
/** @type {{ url: string, headers: Record<string, string> }[]} */ let asked = [];
/** @type {() => Response} */ let answer = () => new Response(null, { status: 304 });

chrome.storage.local = {
  get: async (key) => (key in kept ? { [key]: structuredClone(kept[key]) } : {}),
  set: async (values) => void Object.assign(kept, structuredClone(values)),
};
chrome.declarativeNetRequest = { updateSessionRules: async () => undefined };
globalThis.fetch = async (url, options) => {
  if (String(url).startsWith("extension:")) return new Response(JSON.stringify(own));
  asked.push({ url: String(url), headers: options.headers });
  return answer();
};

const { packDigest } = await import("../../extension/engine/pack.js");
const { refreshRules, rulesToUse } = await import("../../extension/background/newer_rules.js");

/** A pack as a service would send it. @param {object} changes */
async function packWith(changes) {
  const pack = { ...own, fee_laws: {}, as_of: "2099-01-01", ...changes };
  return { ...pack, version: `${pack.as_of}+${await packDigest(pack)}` };
}

/** @param {unknown} pack */
const sending = (pack) => () => new Response(JSON.stringify(pack));

beforeEach(() => {
  kept = {};
  asked = [];
  answer = () => new Response(null, { status: 304 });
});

test("newer rules that hold are kept, and used from then on", async () => {
  const newer = await packWith({});
  answer = sending(newer);
  assert.equal(await refreshRules("https://service.example"), "kept");
  assert.deepEqual(await rulesToUse(), newer);
});

test("the request names the version in use and nothing of the reader", async () => {
  assert.equal(await refreshRules("https://service.example"), "same");
  assert.deepEqual(asked, [
    { url: "https://service.example/v1/rules", headers: { accept: "application/json", "if-none-match": `"${own.version}"` } },
  ]);
  assert.equal((await rulesToUse()).version, own.version);
});

test("the service is asked once a day at most, also when a clock was set back", async () => {
  assert.equal(await refreshRules("https://service.example", 10 * DAY), "same");
  assert.equal(await refreshRules("https://service.example", 11 * DAY - 1), "not_due");
  assert.equal(await refreshRules("https://service.example", 11 * DAY), "same");
  assert.equal(await refreshRules("https://service.example", DAY), "same");
  assert.equal(asked.length, 3);
});

for (const [fault, spoil] of /** @type {[string, (pack: any) => unknown][]} */ ([
  ["wrong hash", (pack) => ({ ...pack, atoms: `${pack.atoms}\n=new` })],
  ["another format", (pack) => ({ ...pack, format: 99 })],
  ["not a pack", () => ["rules"]],
])) {
  test(`rules with a fault change nothing: ${fault}`, async () => {
    answer = sending(spoil(await packWith({})));
    assert.equal(await refreshRules("https://service.example"), fault);
    assert.equal((await rulesToUse()).version, own.version);
  });
}

test("rules that no engine can be built from change nothing", async () => {
  answer = sending(await packWith({ units: 7 }));
  assert.equal(await refreshRules("https://service.example"), "cannot be built");
  assert.equal((await rulesToUse()).version, own.version);
});

test("older rules than those in use change nothing", async () => {
  answer = sending(await packWith({ as_of: "2001-01-01" }));
  assert.equal(await refreshRules("https://service.example"), "older");
  assert.equal((await rulesToUse()).version, own.version);
});

test("a service that does not answer is told apart from one with the same rules, and changes nothing", async () => {
  answer = () => new Response("{}", { status: 503 });
  await assert.rejects(refreshRules("https://service.example"));
  assert.equal((await rulesToUse()).version, own.version);
});

test("kept rules give way to those of a newer extension, and to its own when the store holds rubbish", async () => {
  const newer = await packWith({ as_of: own.as_of });
  kept = { newerRules: { pack: newer, beside: own.version } };
  assert.equal((await rulesToUse()).version, newer.version);
  for (const rubbish of [{ pack: newer, beside: "an older one" }, { pack: null }, {}, { pack: { ...newer, format: 0 }, beside: own.version }]) {
    kept = { newerRules: rubbish };
    assert.equal((await rulesToUse()).version, own.version);
  }
});
