import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./browser_stub.js";

const { LONGEST_TEXT } = await import("../../extension/background/local_rules.js");

test("the background knows how much of a page is read", () => {
  const reader = readFileSync(new URL("../../extension/content/page_text.js", import.meta.url), "utf-8");
  const [, written] = /const LONGEST_TEXT = ([\d_]+);/.exec(reader) ?? [];
  assert.equal(Number(written?.replaceAll("_", "")), LONGEST_TEXT);
});
