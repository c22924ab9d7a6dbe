/** Keys of the words over each kind of report, and over its first field. */
export const KINDS = {
  report: { title: "report_title", what: "report_what" },
  dispute: { title: "dispute_title", what: "dispute_what" },
};

/** What a report says, as it is sent: parts that say nothing are left out. @param {WrittenReport} report */
export function contentOf({ kind, what, address, words, contact, level, signs }) {
  const parts = Object.entries({ what, address, words, contact, level }).filter(([, value]) => value);
  return { kind, ...Object.fromEntries(parts), ...(signs.length ? { signs } : {}) };
}

/**
 * A report as plain text that anyone can read: each part under the words of its field.
 * @param {WrittenReport & Partial<KeptReport>} report
 * @param {Record<string, string>} words
 * @returns {string}
 */
export function inWords(report, words) {
  const parts = [
    [words[KINDS[report.kind].what], report.what],
    [words.report_address, report.address],
    [words.report_words, report.words],
    [words.report_contact, report.contact],
  ];
  const told = parts.filter(([, value]) => value).map(([label, value]) => `${label}\n${value}`);
  const about = [report.keptOn, report.level, ...report.signs].filter(Boolean).join(", ");
  return [`Leadlight: ${words[KINDS[report.kind].title] ?? ""}`, ...told, about].filter(Boolean).join("\n\n");
}

/** A name that tells reports apart and gives nothing away. @param {KeptReport} report */
export const fileName = ({ keptOn, id }) => `leadlight-${keptOn}-${id.slice(0, 4)}.txt`;
