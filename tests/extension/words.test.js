// Every word that a reader sees comes from the texts, in every language.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import "./browser_stub.js";

const root = new URL("../../extension/", import.meta.url);
const { LANGUAGES } = await import("../../extension/background/texts.js");
const wordsOf = (language) => JSON.parse(readFileSync(new URL(`rules/texts/${language}.json`, root), "utf8")).extension;
const sources = readdirSync(root, { recursive: true })
  .filter((path) => /^(background|content|popup|options|ask|welcome|report|learn|platform)?\/?[\w/]+\.(js|html)$/.test(path) && !path.startsWith("engine"))
  .map((path) => [path, readFileSync(new URL(path, root), "utf8")]);

test("the languages on offer are those that have words", () => {
  const files = readdirSync(new URL("rules/texts", root)).map((name) => name.replace(".json", ""));
  assert.deepEqual([...LANGUAGES].sort(), files.sort());
});

test("every language has the same keys", () => {
  const english = Object.keys(wordsOf("en")).sort();
  for (const language of LANGUAGES) assert.deepEqual(Object.keys(wordsOf(language)).sort(), english, language);
});

test("every language fills in the same facts", () => {
  const facts = (sentence) => (sentence.match(/\{\w+\}/g) ?? []).sort();
  const english = wordsOf("en");
  for (const language of LANGUAGES) {
    for (const [key, sentence] of Object.entries(wordsOf(language))) assert.deepEqual(facts(sentence), facts(english[key]), `${language} ${key}`);
  }
});

test("every key that the code asks for exists, and every key is used", () => {
  const all = sources.map(([, text]) => text).join("\n");
  const asked = new Set([...all.matchAll(/(?:words|extension)\.(\w+)(?= \?\?|, \{)|data-words="(\w+)"|"(error_\w+)"/g)].map((match) => match[1] ?? match[2] ?? match[3]));
  const known = new Set(Object.keys(wordsOf("en")));
  assert.deepEqual([...asked].filter((key) => !known.has(key)), []);
  assert.deepEqual([...known].filter((key) => !all.includes(key)), []);
});

test("no page of the extension has words of its own", () => {
  for (const [path, text] of sources.filter(([path]) => path.endsWith(".html"))) {
    const words = text.replace(/<title>Leadlight<\/title>|<[^>]*>/g, " ").replace(/Leadlight/g, " ").trim();
    assert.equal(words.replace(/\s+/g, ""), "", path);
  }
});

test("only the seam names the browser's interface", () => {
  for (const [path, text] of sources.filter(([path]) => path.endsWith(".js") && path !== "platform/browser.js")) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    assert.doesNotMatch(code, /(?<![\w.])(chrome|globalThis\.browser)\./, path);
  }
});

test("nothing writes HTML from text", () => {
  for (const [path, text] of sources) assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/, path);
});

test("what the browser itself shows of the extension is there in every language", () => {
  const folder = new URL("_locales/", root);
  const keys = (language) => Object.entries(JSON.parse(readFileSync(new URL(`${language}/messages.json`, folder), "utf8")));
  assert.deepEqual(readdirSync(folder).sort(), [...LANGUAGES].sort());
  const english = keys("en").map(([key]) => key).sort();
  for (const language of LANGUAGES) {
    assert.deepEqual(keys(language).map(([key]) => key).sort(), english, language);
    for (const [key, { message }] of keys(language)) assert.ok(message.trim(), `${language} ${key}`);
  }
});
