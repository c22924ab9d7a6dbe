/** Two questions for each kind of sign, so asked that "yes" is the reassuring answer. */
const MONEY = ["learn_question_payment", "learn_question_refuse"];
const FREEDOM = ["learn_question_papers", "learn_question_outside"];
const WHO = ["learn_question_found", "learn_question_called"];
/** For every other sign: what holds for any job. */
const ANY_JOB = ["learn_question_leave", "learn_question_written"];

/** By family of the sign, as in `shared_rules/families.yml`. @type {Record<string, string[]>} */
const BY_FAMILY = {
  fees: MONEY, debt: MONEY,
  papers: FREEDOM, isolation: FREEDOM, one_hand: FREEDOM,
  identity: WHO, register: WHO, contact: WHO, text: WHO, channel: WHO, hiding: WHO,
};

/**
 * Keys of the two questions behind a sign.
 * @param {string} key of a finding in a view: its place and its indicator, `0:fees.before_departure`
 * @returns {string[]}
 */
export function questionsAbout(key) {
  const family = key.slice(key.indexOf(":") + 1).split(".", 1)[0] ?? "";
  return (Object.hasOwn(BY_FAMILY, family) && BY_FAMILY[family]) || ANY_JOB;
}
