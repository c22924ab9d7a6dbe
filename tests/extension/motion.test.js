// Nothing moves for readers who asked their system for less motion.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../extension/", import.meta.url);
const files = readdirSync(root, { recursive: true }).filter((path) => path.endsWith(".css"));

/** A sheet without what stands in blocks for readers who did not ask for less motion. @param {string} css */
function forEverybody(css) {
  const start = css.search(/@media \(prefers-reduced-motion: no-preference\)/);
  if (start < 0) return css;
  let depth = 0;
  for (let place = css.indexOf("{", start); place < css.length; place++) {
    depth += { "{": 1, "}": -1 }[css[place]] ?? 0;
    if (depth === 0) return css.slice(0, start) + forEverybody(css.slice(place + 1));
  }
  return css.slice(0, start);
}

test("the measure itself", () => {
  assert.match(forEverybody("a { transition: 1s }"), /transition/);
  assert.equal(forEverybody("@media (prefers-reduced-motion: no-preference) { a { transition: 1s } } b {}").trim(), "b {}");
});

test("animations and transitions are only for readers who did not ask for less motion", () => {
  assert.ok(files.length >= 4);
  for (const file of files) assert.doesNotMatch(forEverybody(readFileSync(new URL(file, root), "utf8")), /\b(animation|transition|scroll-behavior)\b\s*:/, file);
});

test("scrolling to a quote is smooth only where motion is wanted", () => {
  assert.match(readFileSync(new URL("content/paint.js", root), "utf8"), /matchMedia\("\(prefers-reduced-motion: reduce\)"\)/);
});
