// node wording_bench.mjs PACK AD [cold]: prints what the engine of the extension costs, as JSON.
import { readFileSync } from "node:fs";
import { Engine } from "../../extension/engine/engine.js";

const ROUNDS = 15;
const CALLS = 300;
const [packPath, adPath, cold] = process.argv.slice(2);
const pack = JSON.parse(readFileSync(packPath, "utf8"));
const ad = readFileSync(adPath, "utf8");
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const spent = (call) => {
  const start = cpuMs();
  call();
  return cpuMs() - start;
};
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

let engine;
const buildMs = spent(() => (engine = new Engine(pack)));
const match = () => engine.match([["text", ad]]);
const split = () => ad.split(/\s+/).length;
const firstMs = spent(match);
if (cold) {
  process.stdout.write(JSON.stringify({ build_ms: buildMs, first_ms: firstMs }));
  process.exit();
}
const many = (call) => spent(() => { for (let n = 0; n < CALLS; n++) call(); }) / CALLS;
many(match);
many(split);
const rounds = Array.from({ length: ROUNDS }, () => [many(match), many(split)]);
process.stdout.write(
  JSON.stringify({
    build_ms: buildMs,
    first_ms: firstMs,
    match_us: median(rounds.map(([a]) => a)) * 1000,
    split_us: median(rounds.map(([, b]) => b)) * 1000,
    ratio: median(rounds.map(([a, b]) => a / b)),
  }),
);
