import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser_stub.js";

const { hasLetters, isForeign } = await import("../../extension/background/spoken.js");

const SENTENCE = "Procuramos trabalhadores de armazém na Alemanha. Ficamos com o seu passaporte até pagar a viagem.";
/** @param {string[]} codes @param {boolean} isReliable */
const hears = (codes, isReliable = true) => {
  globalThis.chrome.i18n.detectLanguage = async () => ({ isReliable, languages: codes.map((language) => ({ language, percentage: 99 })) });
};

test("words in a language without rules are foreign", async () => {
  hears(["pt"]);
  assert.equal(await isForeign(SENTENCE), true);
});

test("words in a language with rules are not foreign, nor those that a browser mistakes for its neighbour", async () => {
  for (const codes of [["uk"], ["zh", "en"], ["gl"], ["cs"], ["el-Latn"]]) {
    hears(codes);
    assert.equal(await isForeign(SENTENCE), false, codes.join());
  }
});

test("a scrap, and words of which the browser is not sure, are not said to be foreign", async () => {
  hears(["pt"]);
  assert.equal(await isForeign("Cozinheiro em Viena"), false);
  hears(["pt"], false);
  assert.equal(await isForeign(SENTENCE), false);
  hears([]);
  assert.equal(await isForeign(SENTENCE), false);
});

test("signs and numbers hold no letter", () => {
  assert.equal(hasLetters("+421 905 💶 …"), false);
  assert.equal(hasLetters("кухар"), true);
});
