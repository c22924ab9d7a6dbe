// Contrast, computed from the style sheets: axe cannot judge it over a page. And nothing is green.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const LEAST_CONTRAST = 4.5; // WCAG 2.2, 1.4.3, for text of every size
const root = new URL("../../extension/", import.meta.url);
const look = (name) => readFileSync(new URL(`look/${name}`, root), "utf8");
const [light, dark] = look("verdict.css").split("@media (prefers-color-scheme: dark)").slice(0, 2);
const colours = (css) => Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]));
const schemes = { light: colours(light), dark: colours(dark) };
const PAIRS = [
  ["ink", "paper"], ["ink", "wash"], ["quiet", "paper"], ["quiet", "wash"], ["action", "paper"], ["action", "wash"],
  ["on-action", "action"], ["on-mark", "mark"], ["warning", "paper"],
  ...["warning", "caution", "notice", "plain"].flatMap((tone) => [[tone, `${tone}-tint`], ["ink", `${tone}-tint`], ["quiet", `${tone}-tint`]]),
];

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
const luminance = (hex) => {
  const [r, g, b] = channels(hex).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
const isGreen = (hex) => {
  const [r, g, b] = channels(hex);
  return g > r * 1.08 && g > b * 1.08;
};

test("both schemes define the same colours", () => {
  assert.ok(Object.keys(schemes.light).length >= 17);
  assert.deepEqual(Object.keys(schemes.dark), Object.keys(schemes.light));
});

for (const [name, scheme] of Object.entries(schemes)) {
  for (const [text, ground] of PAIRS) {
    test(`${text} on ${ground} can be read in the ${name} scheme`, () => {
      const measured = contrast(scheme[text], scheme[ground]);
      assert.ok(measured >= LEAST_CONTRAST, `${measured.toFixed(2)}`);
    });
  }
}

test("painted words can be read on every page", () => {
  for (const [, ground, text] of look("painted.css").matchAll(/background-color: (#\w{6}); color: (#\w{6})/g)) {
    assert.ok(contrast(ground, text) >= LEAST_CONTRAST);
  }
});

test("nothing is green", () => {
  assert.ok(isGreen("#2e7d32"), "the measure itself");
  const files = readdirSync(root, { recursive: true }).filter((path) => /\.(css|js|html)$/.test(path));
  assert.ok(files.includes("look/verdict.css") && files.includes("background/badge.js"));
  for (const file of files) {
    for (const [hex] of readFileSync(new URL(file, root), "utf8").matchAll(/#[0-9a-f]{6}\b/gi)) assert.ok(!isGreen(hex), `${file} ${hex}`);
  }
});
