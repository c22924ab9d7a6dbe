import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
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

test("a name is recognised in a language that is neither English nor the page's", () => {
  assert.equal(countryCode("Deutschland", "en"), "DE");
  assert.equal(countryCode("Italia", "fi"), "IT");
});

test("a code of three letters is the country that the service takes it for", () => {
  const table = readFileSync(new URL("../../service/leadlight/postings/countries.yml", import.meta.url), "utf8");
  const rows = [...table.matchAll(/^"?([A-Z]{2})"?: \{alpha3: ([A-Z]{3})/gm)];
  assert.ok(rows.length > 40);
  for (const [, two, three] of rows) assert.equal(countryCode(/** @type {string} */ (three), "en"), two);
  assert.equal(countryCode("aut", "de"), "AT");
});

test("what a country calls itself in two letters is the country of the standard", () => {
  assert.equal(countryCode("UK", "en"), "GB");
  assert.equal(countryCode("EL", "el"), "GR");
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
