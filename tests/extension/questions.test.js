// Behind every sign stand two questions that fit its family.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { questionsAbout } from "../../extension/learn/questions.js";

const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const words = JSON.parse(file("extension/rules/texts/en.json")).extension;

test("every family has two questions, and each of them has words", () => {
  const families = [...file("shared_rules/families.yml").matchAll(/^  (\w+): \{name:/gm)].map((match) => match[1]);
  assert.ok(families.length > 15);
  for (const family of families) {
    const questions = questionsAbout(`0:${family}.anything`);
    assert.equal(new Set(questions).size, 2, family);
    for (const question of questions) assert.ok(words[question], question);
  }
});

test("every family that has questions of its own exists", () => {
  const known = file("shared_rules/families.yml");
  for (const [, family] of file("extension/learn/questions.js").matchAll(/(\w+): (?:MONEY|FREEDOM|WHO)\b/g)) assert.ok(known.includes(`  ${family}: {name:`), family);
});

test("money, papers and who it is are asked about differently", () => {
  const [fee, papers, contact, other] = ["fees.x", "papers.kept", "contact.many_employers", "urgency.now"].map((sign) => questionsAbout(`3:${sign}`)[0]);
  assert.equal(new Set([fee, papers, contact, other]).size, 4);
  assert.equal(questionsAbout("constructor.x"), questionsAbout("0:urgency.now"));
});
