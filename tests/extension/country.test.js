import assert from "node:assert/strict";
import { test } from "node:test";
import { countryCode, countryName, countryOfLanguage } from "../../extension/background/country.js";

test("a code of two letters is taken as it is, in upper case", () => {
  assert.equal(countryCode(" at ", "de"), "AT");
});

test("a name is recognised in English and in the page's language", () => {
  assert.equal(countryCode("Austria", "sk"), "AT");
  assert.equal(countryCode("Rakúsko", "sk-SK"), "AT");
  assert.equal(countryCode("niemcy", "pl"), "DE");
});

test("what is no country gives nothing", () => {
  for (const words of ["", "Innsbruck", "A", "Österreich (West)"]) assert.equal(countryCode(words, "sk"), "");
});

test("a language that is no language costs nothing", () => {
  assert.equal(countryCode("Austria", "!!"), "AT");
  assert.equal(countryOfLanguage("!!"), "");
});

test("a language is mostly spoken in one country", () => {
  assert.equal(countryOfLanguage("sk"), "SK");
  assert.equal(countryOfLanguage("pl"), "PL");
});

test("a country is called by its name in the reader's language, and what is no country by what was written", () => {
  assert.equal(countryName("AT", "sk"), "Rakúsko");
  assert.equal(countryName("GR", "en"), "Greece");
  assert.equal(countryName("", "en"), "");
  assert.equal(countryName("Tyrol", "en"), "Tyrol");
});
