// What the browser is asked for: the one host, and each kind of data only where the browser knows such questions.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser_stub.js";

/** @type {any} */ let granted = {};
/** @type {any[]} */ const removed = [];
globalThis.chrome.permissions = {
  getAll: async () => granted,
  contains: async (asked) => (asked.origins ?? []).every((one) => granted.origins?.includes(one)) && (asked.data_collection ?? []).every((one) => granted.data_collection?.includes(one)),
  remove: async (asked) => void removed.push(asked),
};
const { ADDRESS, isAllowed, kindsIn, neededFor, takeBackAll, WORDS } = await import("../../extension/background/consent.js");

test("where the browser has no such questions, only the host of the service is asked for", async () => {
  granted = { origins: [], permissions: [] };
  assert.deepEqual(await neededFor("https://leadlight.example/check", [...WORDS, ...ADDRESS]), { origins: ["https://leadlight.example/*"] });
});

test("where it has them, each kind of data is asked for only when it would be sent", async () => {
  granted = { origins: [], data_collection: [] };
  const kinds = async (data) => (await neededFor("http://127.0.0.1:8000", data)).data_collection;
  assert.deepEqual(await kinds(), ["websiteContent"]);
  assert.deepEqual(await kinds(ADDRESS), ["browsingActivity"]);
  assert.deepEqual(await kinds([]), []);
  assert.deepEqual(kindsIn({ address: "", contact: "" }), ["websiteContent"]);
  assert.deepEqual(kindsIn({ address: "https://board.example", contact: "me@example.org" }), ["websiteContent", "browsingActivity", "personallyIdentifyingInfo"]);
});

test("a host without the kind of data is not enough", async () => {
  granted = { origins: ["http://127.0.0.1/*"], data_collection: ["browsingActivity"] };
  assert.equal(await isAllowed("http://127.0.0.1:8000"), false);
  granted.data_collection.push("websiteContent");
  assert.equal(await isAllowed("http://127.0.0.1:8000"), true);
});

test("everything that was given can be taken back", async () => {
  granted = { origins: ["https://a.example/*", "http://127.0.0.1/*"], data_collection: ["websiteContent"] };
  await takeBackAll();
  assert.deepEqual(removed, [{ origins: ["https://a.example/*"] }, { origins: ["http://127.0.0.1/*"] }, { data_collection: ["websiteContent"] }]);
});
