// A look-up gives away four digits, and says "failed" rather than "not listed" whenever it does not know.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import "./browser_stub.js";

globalThis.chrome.declarativeNetRequest = { updateSessionRules: async () => undefined };
const { lookUp } = await import("../../extension/background/known_addresses.js");
const { canonicalUrl, linkHash } = await import("../../extension/engine/canonical_url.js");
const tracking = JSON.parse(readFileSync(new URL("../../extension/rules/tracking_parameters.json", import.meta.url), "utf8"));

const SERVICE = "http://127.0.0.1:1";
const AD = "https://board.example/view?id=7&utm_source=mail#apply";
const code = await linkHash(canonicalUrl(AD, tracking));
const asked = [];

/** @param {() => Response | Promise<Response>} answer */
function serve(answer) {
  globalThis.fetch = async (address) => {
    if (String(address).startsWith("extension:")) return Response.json(tracking);
    asked.push(String(address));
    return answer();
  };
}
const links = (list, complete = true) => () => Response.json({ prefix: code.slice(0, 4), links: list, complete, padding: "" });
afterEach(() => void asked.splice(0));

test("a listed address has its level, and only four digits of its code were sent", async () => {
  serve(links([{ hash: `${code.slice(0, 4)}${"0".repeat(60)}`, level: "notice" }, { hash: code, level: "warning" }]));
  assert.deepEqual(await lookUp(SERVICE, AD), { state: "listed", level: "warning", failure: "" });
  assert.deepEqual(asked, [`${SERVICE}/v1/lookups/${code.slice(0, 4)}`]);
});

test("an address that is not in a complete list is not listed", async () => {
  serve(links([]));
  assert.equal((await lookUp(SERVICE, AD)).state, "not_listed");
});

test("a list that was cut short does not say that something is not on it", async () => {
  serve(links([], false));
  assert.deepEqual(await lookUp(SERVICE, AD), { state: "failed", level: "not_checked", failure: "error_service_refused" });
});

test("no answer, another status and something else are failures with their reason", async () => {
  serve(() => Promise.reject(new TypeError("no connection")));
  assert.equal((await lookUp(SERVICE, AD)).failure, "error_service_unreachable");
  for (const answer of [() => new Response("", { status: 503 }), () => new Response("<p>"), () => Response.json({ links: [{ hash: 1 }] })]) {
    serve(answer);
    assert.equal((await lookUp(SERVICE, AD)).failure, "error_service_refused");
  }
});

test("for an address that has no code nothing is asked, and nothing is said", async () => {
  serve(links([]));
  assert.equal(await lookUp(SERVICE, "https://user:word@board.example/"), null);
  assert.deepEqual(asked, []);
});
