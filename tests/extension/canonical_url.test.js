import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { canonicalUrl, linkHash, lookupPrefix } from "../../extension/engine/canonical_url.js";

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const tracking = read("extension/rules/tracking_parameters.json");

for (const { name, written, canonical, hash } of read("shared_rules/vectors/links.json").cases) {
  test(`link: ${name}`, async () => {
    assert.equal(canonicalUrl(written, tracking), canonical);
    if (canonical !== null) assert.equal(await linkHash(canonical), hash);
  });
}

test("what the service would refuse is refused here", () => {
  assert.equal(canonicalUrl(`https://board.example/${"a".repeat(5000)}`, tracking), null);
  assert.equal(canonicalUrl("https://board.example/\ud800", tracking), null);
  assert.equal(canonicalUrl("", tracking), null);
});

test("a look-up gives away four digits", async () => {
  assert.match(lookupPrefix(await linkHash("https://board.example/")), /^[0-9a-f]{4}$/);
});
