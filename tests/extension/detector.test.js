// What runs on pages that nobody asked about stays small.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const LARGEST_BYTES = 4096;
const file = (path) => readFileSync(new URL(`../../extension/${path}`, import.meta.url));

test("the detector and what it needs have at most 4 KB", () => {
  const files = ["platform/browser.js", "content/on_board.js", "content/detect.js"];
  assert.ok(files.reduce((sum, path) => sum + file(path).length, 0) <= LARGEST_BYTES);
});

test("only those files are registered for pages that nobody asked about", () => {
  const registered = file("background/automatic.js").toString().match(/"\/(?:content|platform)\/[\w.]+"/g).map((name) => name.slice(2, -1));
  assert.deepEqual([...new Set(registered)].sort(), ["content/detect.js", "content/on_board.js", "platform/browser.js"]);
});
