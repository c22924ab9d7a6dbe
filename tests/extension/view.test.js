import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser_stub.js";

const { questionFor, viewOf } = await import("../../extension/background/view.js");

const texts = {
  language: { code: "en", name: "English", direction: "ltr" },
  verdict: {
    levels: Object.fromEntries(["warning", "caution", "notice", "nothing_found", "not_checked"].map((id) => [id, { title: id, meaning: "" }])),
    fee_laws: { forbidden: "The law there ({country}) forbids it: {fee_law} ({fee_law_checked_on})." },
    rows: {}, checks: {}, states: { not_checked: "not checked" }, reasons: { rules_unavailable: "The rules could not be loaded." },
  },
  indicators: { "fees.x": { headline: "Fee in {country}", why: "{missing}", what_to_do: "" } },
  extension: { step_device: "on this device", step_service: "asked", step_not_asked: "not asked", step_unreachable: "no answer", lookup_name: "Known", lookup_listed: "listed: {level}", lookup_not_listed: "not listed", step_asking: "asking", source: "{title}, {date}", compared: "Compared", error_service_unreachable: "No answer." },
};
const known = { serviceUrl: "http://127.0.0.1:8000", helplines: { SK: [{ name: "Linka", phone: "0800" }], GB: [{ name: "Line" }], EU: [{ name: "112", phone: "112" }] } };

const finding = (more = {}) => ({
  check: "wording", indicator: "fees.x", family: "fees", weight: "weak", red_line: false, combination: false, quotes: [],
  source: { id: "rules", title: "Rules", as_of: "2026-11-01", version: "", url: "javascript:alert(1)" }, facts: { country: "AT" }, ...more,
});
const state = (more = {}) => ({
  token: "t", reading: { text: "words", title: "", employer: "", url: "https://jobs.example/1", foundBy: "json-ld", country: "", language: "" }, country: "SK",
  wording: { check: "wording", state: "nothing_found", reason: null, sources: [] },
  findings: [], service: "not_asked", askedAt: 0, failure: "", verdict: null, lookup: null, quiet: false, onPage: true, ...more,
});
const found = { wording: { check: "wording", state: "found", reason: null, sources: [] } };
const answer = (more = {}) => ({
  level: "nothing_found", title: "", meaning: "", row: { id: "nothing_found", sentence: "" },
  checks: ["wording", "register", "contact"].map((check) => ({ check, state: "nothing_found", state_text: "", reason: null, sources: [] })),
  findings: [], helplines: [], ...more,
});

test("an answer never takes back what was found on the device", () => {
  const strong = finding({ weight: "strong" });
  const view = viewOf(state({ ...found, findings: [strong], service: "answered", verdict: answer() }), texts, known);
  assert.equal(view.level, "caution");
  assert.equal(view.findings.length, 1);
});

test("a graver answer raises the level, and a shared sign is shown once", () => {
  const theirs = finding({ headline: "Theirs", red_line: true });
  const view = viewOf(state({ ...found, findings: [finding()], service: "answered", verdict: answer({ level: "warning", findings: [theirs] }) }), texts, known);
  assert.equal(view.level, "warning");
  assert.deepEqual(view.findings.map((one) => one.headline), ["Theirs"]);
});

test("the gravest finding stands first", () => {
  const findings = [finding({ indicator: "a" }), finding({ indicator: "b", weight: "medium" }), finding({ indicator: "c", red_line: true })];
  const view = viewOf(state({ ...found, findings }), texts, known);
  assert.deepEqual(view.findings.map((one) => one.key.split(":")[1]), ["c", "b", "a"]);
});

test("a fact that is missing costs one word and not the sentence", () => {
  const [one] = viewOf(state({ ...found, findings: [finding()] }), texts, known).findings;
  assert.equal(one.headline, "Fee in AT");
  assert.equal(one.why, "…");
});

test("a finding about a charge names the law of the country of work, with the country's name", () => {
  const texts_ = { ...texts, indicators: { "fees.x": { headline: "Fee", why: "Fees trap people.", what_to_do: "" } } };
  const told = (/** @type {any} */ facts) => viewOf(state({ ...found, findings: [finding({ facts })] }), texts_, known).findings[0]?.why;
  const law = { fee_rule: "forbidden", fee_law: "Act 1", fee_law_checked_on: "2026-11-01" };
  assert.equal(told({ country: "AT", ...law }), "Fees trap people. The law there (Austria) forbids it: Act 1 (2026-11-01).");
  assert.equal(told({ country: "AT" }), "Fees trap people.");
  const [answered] = viewOf(state({ ...found, verdict: answer({ findings: [finding({ why: "Theirs.", facts: law })] }) }), texts_, known).findings;
  assert.equal(answered?.why, "Theirs.", "the service's own sentence has the law already");
});

test("a check that ran on a part says its state and what was left out, on this device and at the service", () => {
  const words = { ...texts, verdict: { ...texts.verdict, states: { ...texts.verdict.states, nothing_found: "nothing found" }, reasons: { text_in_part: "only its first part." } } };
  const part = { check: "wording", state: "nothing_found", reason: "text_in_part", sources: [] };
  const here = viewOf(state({ wording: part }), words, known).checks[0];
  assert.equal(here?.detail, "Nothing found. Only its first part.");
  const checks = [{ ...part, state_text: "nothing found", reason_text: "only its first part." }, ...answer().checks.slice(1)];
  const there = viewOf(state({ verdict: answer({ checks }) }), words, known).checks[0];
  assert.equal(there?.detail, "Nothing found. Only its first part.");
});

test("only addresses of the web become links", () => {
  const [one] = viewOf(state({ ...found, findings: [finding()] }), texts, known).findings;
  assert.equal(one.sourceUrl, "");
});

test("rules that could not be used are not called checked", () => {
  const wording = { check: "wording", state: "not_checked", reason: "rules_unavailable", sources: [] };
  const view = viewOf(state({ wording }), texts, known);
  assert.equal(view.level, "not_checked");
  assert.deepEqual([view.checks[0].text, view.checks[0].detail], ["not checked", "The rules could not be loaded."]);
});

test("a service that did not answer leaves two checks not checked and says so", () => {
  const view = viewOf(state({ service: "failed", failure: "error_service_unreachable" }), texts, known);
  assert.deepEqual(view.checks.map((check) => check.text), ["on this device", "no answer", "no answer"]);
  assert.equal(view.service.message, "No answer.");
});

test("helplines come for the country of the work, then the reader's, then for everywhere", () => {
  const view = viewOf(state(), texts, known);
  assert.deepEqual(view.helplines.map((line) => line.name), ["Linka", "Line", "112"]);
});

test("the address of the ad is sent only when the reader says so, and then the page is compared", () => {
  const without = questionFor(state(), "en", false);
  assert.deepEqual(["url" in without, "compare" in without], [false, false]);
  const { url, compare } = questionFor(state(), "en", true);
  assert.deepEqual([url, compare], ["https://jobs.example/1", true]);
  const { service } = viewOf(state(), texts, known);
  assert.deepEqual([JSON.parse(service.exactly), JSON.parse(service.exactlyWithAddress)], [without, questionFor(state(), "en", true)]);
});

test("what the service said about the page itself is one of the things that were looked at", () => {
  const shape = (compared) => viewOf(state({ service: "answered", verdict: answer({ compared }) }), texts, known).checks.slice(3);
  assert.deepEqual(shape(null), []);
  assert.deepEqual(shape({ state: "different", sentence: "Another ad." }).map(({ name, state, text }) => [name, state, text]), [["Compared", "found", "Another ad."]]);
  assert.equal(shape({ state: "not_compared", sentence: "Could not." })[0].state, "not_checked");
});

test("a look-up stands among the checks only where the reader agreed to it", () => {
  const rows = (lookup) => viewOf(state({ lookup }), texts, known).checks.slice(3).map(({ state, text }) => [state, text]);
  assert.deepEqual(rows(null), []);
  assert.deepEqual(rows({ state: "asking", level: "not_checked", failure: "" }), [["not_checked", "asking"]]);
  assert.deepEqual(rows({ state: "not_listed", level: "not_checked", failure: "" }), [["nothing_found", "not listed"]]);
  assert.deepEqual(rows({ state: "failed", level: "not_checked", failure: "error_service_unreachable" }), [["not_checked", "no answer"]]);
});

test("an address that the service knows raises the level and never lowers it", () => {
  const level = (known_, more = {}) => viewOf(state({ lookup: { state: "listed", level: known_, failure: "" }, ...more }), texts, known).level;
  assert.equal(level("warning"), "warning");
  assert.equal(level("notice", { ...found, findings: [finding({ weight: "strong" })] }), "caution");
});

test("what was consulted can be looked up by the reader", () => {
  const sources = [{ id: "r", title: "Register", as_of: "2026-11-01", version: "", url: "https://register.example/" }, { id: "s", title: "Sheet", as_of: null, version: "", url: "javascript:1" }];
  const checks = [{ check: "register", state: "nothing_found", state_text: "", reason: null, sources }];
  const view = viewOf(state({ service: "answered", verdict: answer({ checks }) }), texts, known);
  assert.deepEqual(view.checks[1].sources.map(({ url }) => url), ["https://register.example/", ""]);
});

test("a licence that is in force is said beside its register, in the words of the service", () => {
  const sources = [{ id: "pl_kraz", title: "KRAZ", as_of: "2026-11-01", version: "", url: "https://register.example/" }];
  const checks = [{ check: "register", state: "nothing_found", state_text: "Firma A is on this list.", reason: null, sources }];
  const [, register] = viewOf(state({ service: "answered", verdict: answer({ checks }) }), texts, known).checks;
  assert.deepEqual([register.detail, register.sources], ["Firma A is on this list.", [{ text: "KRAZ, Nov 1, 2026", url: "https://register.example/" }]]);
});

test("Leadlight's own sources are named in the reader's language, and a register by its own name", () => {
  const named = { ...texts, extension: { ...texts.extension, source_rules: "Pravidlá" } };
  const line = (id) => viewOf(state({ ...found, findings: [finding({ source: { id, title: "As sent", as_of: null, version: "", url: "" } })] }), named, known).findings[0].source;
  assert.deepEqual(["rules", "pl_kraz", "constructor"].map(line), ["Pravidlá", "As sent", "As sent"]);
});
