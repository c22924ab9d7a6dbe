// The toolbar tells each level by shape and sign; colour only repeats it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import "./browser_stub.js";

const LEVELS = ["warning", "caution", "notice", "nothing_found", "not_checked"];
const LEAST_DIFFERENCE = 0.03; // of all pixels: a person sees one shape as another from about there on
const root = new URL("../../extension/", import.meta.url);
/** @type {Record<string, any>} */ let shown = {};
const put = (name) => async (value) => void (shown[name] = value);
globalThis.chrome.action = {
  setIcon: put("icon"), setBadgeText: put("badge"), setBadgeBackgroundColor: put("ground"), setBadgeTextColor: put("ink"), setTitle: put("title"),
};
const { clearLevel, showLevel } = await import("../../extension/background/badge.js");

/** Pixels of a PNG without interlace and with 8 bits for each of red, green, blue and alpha. @param {string} path */
function pixels(path) {
  const file = readFileSync(new URL(path, root));
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  assert.deepEqual([...file.subarray(24, 29)], [8, 6, 0, 0, 0]);
  const parts = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(parts));
  return Array.from({ length: width * height }, (_, place) => {
    const line = Math.floor(place / width) * (1 + 4 * width);
    assert.equal(rows[line], 0, "rows are stored without a filter");
    return [...rows.subarray(line + 1 + 4 * (place % width), line + 5 + 4 * (place % width))];
  });
}

/** What is left without colours: which pixels are dark, light or not there. @param {string} path */
const outline = (path) => pixels(path).map(([r, g, b, alpha]) => (alpha < 128 ? 0 : 0.3 * r + 0.59 * g + 0.11 * b < 150 ? 1 : 2));

test("each level has its own icon, sign and words, and a page that was left has none of them", async () => {
  const all = [];
  for (const level of LEVELS) {
    await showLevel(7, level, 0, `Words of ${level}`);
    all.push({ icon: shown.icon.path[16], badge: shown.badge.text, title: shown.title.title });
  }
  assert.equal(new Set(all.map(({ icon }) => icon)).size, LEVELS.length);
  assert.deepEqual(all.map(({ badge }) => badge), ["!", "!", "i", "–", "?"]);
  assert.deepEqual(all.map(({ title }) => title), LEVELS.map((level) => `Leadlight: Words of ${level}`));
  await clearLevel(7);
  assert.deepEqual([shown.icon.path[16], shown.badge.text, shown.title.title], ["/icons/leadlight-16.png", "", "Leadlight"]);
});

test("the number of signs stands on the badge where there are some", async () => {
  await showLevel(7, "warning", 3, "");
  assert.equal(shown.badge.text, "3");
});

test("without colours every icon still differs from every other", () => {
  for (const size of [16, 32]) {
    const shapes = LEVELS.map((level) => outline(`icons/${level}-${size}.png`));
    for (const [place, one] of shapes.entries()) {
      for (const [other, another] of shapes.entries()) {
        if (other <= place) continue;
        const different = one.filter((pixel, at) => pixel !== another[at]).length / one.length;
        assert.ok(different >= LEAST_DIFFERENCE, `${LEVELS[place]} and ${LEVELS[other]} at ${size}: ${different.toFixed(3)}`);
      }
    }
  }
});

test("no icon is green", () => {
  for (const name of [...LEVELS, "leadlight"]) {
    const green = pixels(`icons/${name}-32.png`).filter(([r, g, b, alpha]) => alpha > 128 && g > r * 1.08 && g > b * 1.08);
    assert.equal(green.length, 0, name);
  }
});

test("the sign on a badge can be read on its ground", async () => {
  const luminance = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  for (const level of LEVELS) {
    await showLevel(7, level, 0, "");
    assert.ok(1.05 / (luminance(shown.ground.color) + 0.05) >= 4.5, level);
    assert.equal(shown.ink.color, "#ffffff");
  }
});
