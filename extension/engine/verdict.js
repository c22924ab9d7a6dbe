// How findings become a level. Twin of service/leadlight/screening/verdict.py, whose docstring draws the table.
// Vectors for every row: shared_rules/vectors/verdict.json.

/** @typedef {"warning"|"caution"|"notice"|"nothing_found"|"not_checked"} Level */
/**
 * @typedef {"red_line"|"two_checks_one_strong"|"combination"|"one_strong"|"two_medium"|"less"
 *   |"nothing_found"|"nothing_checked"} Row
 */
/** @typedef {{check: string, indicator: string, weight: string, red_line?: boolean, combination?: boolean,
 *   unreviewed?: boolean}} Weighed */
/** @typedef {{check: string, state: string, findings?: Weighed[]}} Checked */

/**
 * The level of one ad, from the results of its checks in any order.
 * @param {Checked[]} results
 * @returns {{level: Level, row: Row}}
 */
export function decide(results) {
  const findings = results.flatMap((result) => result.findings ?? []);
  if (findings.length > 0) return ofFindings(findings.filter((finding) => !finding.unreviewed));
  const wordingRan = results.some((result) => result.check === "wording" && result.state === "nothing_found");
  if (wordingRan) return { level: "nothing_found", row: "nothing_found" };
  return { level: "not_checked", row: "nothing_checked" };
}

/** @param {Weighed[]} findings @returns {{level: Level, row: Row}} */
function ofFindings(findings) {
  const strong = findings.some((finding) => finding.weight === "strong");
  const checks = new Set(findings.map((finding) => finding.check));
  const medium = new Set(findings.filter((f) => f.weight === "medium").map((f) => f.indicator));
  if (findings.some((finding) => finding.red_line)) return { level: "warning", row: "red_line" };
  if (strong && checks.size > 1) return { level: "warning", row: "two_checks_one_strong" };
  if (findings.some((finding) => finding.combination)) return { level: "warning", row: "combination" };
  if (strong) return { level: "caution", row: "one_strong" };
  if (medium.size > 1) return { level: "caution", row: "two_medium" };
  return { level: "notice", row: "less" };
}
