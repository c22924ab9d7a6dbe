// Answers on standard output, a line of JSON for each line of JSON on standard input.
// {pack}: use this pack. {match: [[[field, text], …], …]}: hits of each document. {check: ad}: the wording check.
import { createInterface } from "node:readline";
import { Engine } from "../../extension/engine/engine.js";
import { checkWording } from "../../extension/engine/check.js";
import { faultOfPack } from "../../extension/engine/pack.js";
import { decide } from "../../extension/engine/verdict.js";

let engine;
const answers = {
  pack: (pack) => {
    engine = new Engine(pack);
    return pack.version;
  },
  match: (documents) =>
    documents.map((fields) => engine.match(fields).map((hit) => [hit.field, hit.indicator, hit.start, hit.end])),
  readings: (words) => words.map((word) => engine.characters.readings(word).map(({ text, hidden }) => [text, hidden])),
  check: (ads) => ads.map((ad) => checkWording(engine, ad)),
  faults: (packs) => Promise.all(packs.map((pack) => faultOfPack(pack))),
  decide: (cases) => cases.map((results) => decide(results)),
};
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const [[question, value]] = Object.entries(JSON.parse(line));
  let answer;
  try {
    answer = { answer: await answers[question](value) };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
