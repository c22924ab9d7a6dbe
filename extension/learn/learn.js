// What one sign means, two questions for oneself, and whom to talk to. The answers are neither kept nor sent.
import { ask, byId, speak } from "../platform/own_page.js";
import { questionsAbout } from "./questions.js";

const { verdictView } = globalThis.leadlight;
const { make } = verdictView;
const asked = new URLSearchParams(location.search);
const ANSWERS = ["learn_yes", "learn_no", "learn_unsure"];

/** @param {Record<string, string>} words @param {string[]} questions */
function outcomeOf(words, questions) {
  const chosen = questions.map((name) => /** @type {HTMLInputElement | null} */ (document.querySelector(`input[name="${name}"]:checked`))?.value);
  if (chosen.includes("learn_no") || chosen.includes("learn_unsure")) return words.learn_not_yes ?? "";
  return chosen.every((answer) => answer === "learn_yes") ? (words.learn_all_yes ?? "") : "";
}

/** @param {Record<string, string>} words @param {string[]} questions keys of their words */
function drawQuestions(words, questions) {
  const sets = questions.map((name) => {
    const answers = ANSWERS.map((answer) => {
      const id = `${name}-${answer}`;
      return make("div", { class: "choice" }, make("input", { type: "radio", name, id, value: answer }), make("label", { for: id }, words[answer] ?? ""));
    });
    return make("fieldset", { class: "choices field" }, make("legend", {}, words[name] ?? ""), ...answers);
  });
  byId("questions").replaceChildren(...sets);
  byId("questions").addEventListener("change", () => {
    byId("outcome").textContent = outcomeOf(words, questions);
  });
}

const { words } = await speak();
/** @type {View | null} */ const view = await ask("own.view", { tabId: Number(asked.get("tab") ?? -1) });
const finding = view?.findings.find(({ key }) => key === asked.get("key"));
if (view && finding) {
  byId("sign").textContent = finding.headline;
  byId("why").textContent = finding.why;
  byId("do").textContent = finding.whatToDo;
  drawQuestions(words, questionsAbout(finding.key));
  const people = verdictView.helplinesOf(view);
  if (people) byId("people").replaceChildren(...people.children);
} else {
  for (const card of document.querySelectorAll(".card")) card.remove();
  byId("gone").textContent = words.ask_page_gone ?? "";
}
