// Sealed in the browser, opened by the service: both sides have the same vector.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { keyId, seal } = await import("../../extension/background/sealing.js");
const vector = JSON.parse(readFileSync(new URL("../../shared_rules/vectors/sealed.json", import.meta.url), "utf8"));
const CURVE = { name: "ECDH", namedCurve: "P-256" };

async function ownPair() {
  const { d: _, ...open } = vector.own;
  return {
    privateKey: await crypto.subtle.importKey("jwk", vector.own, CURVE, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", open, CURVE, true, []),
  };
}

test("the same words and keys give the bytes that the service opens", async () => {
  assert.equal(await seal(vector.words, vector.public_key, await ownPair()), vector.sealed);
  assert.equal(await keyId(vector.public_key), vector.key_id);
});

test("a report is sealed anew each time, and its length tells only which of four it fits into", async () => {
  const bytes = async (text) => atob(await seal(text, vector.public_key)).length;
  assert.notEqual(await seal("{}", vector.public_key), await seal("{}", vector.public_key));
  const lengths = await Promise.all(["", "x".repeat(4096), "x".repeat(4097), "ж".repeat(20_000), "😀".repeat(60_000)].map(bytes));
  assert.deepEqual(lengths, [4096, 4096, 16384, 65536, 262144].map((length) => length + 81));
});

test("what is no key, or longer than a report, is refused and never sent open", async () => {
  const notOnTheCurve = btoa(`\x04${"\x01".repeat(64)}`);
  for (const key of ["", "AAAA", notOnTheCurve, "é"]) await assert.rejects(seal("{}", key));
  await assert.rejects(seal("x".repeat(262_145), vector.public_key), RangeError);
});
