// The question before the service is asked for the first time: browsers let only an own page ask for a permission.
import { askToAllow } from "../background/consent.js";
import { ask, byId, speak } from "../platform/own_page.js";

/** @typedef {import("../background/consent.js").Needed} Needed */

const { browser, verdictView } = globalThis.leadlight;
const asked = new URLSearchParams(location.search);
const tabId = Number(asked.get("tab"));

async function goBack() {
  await browser.tabs.update(tabId, { active: true }).catch(() => undefined);
  const own = await browser.tabs.getCurrent();
  if (own?.id !== undefined) await browser.tabs.remove(own.id);
}

/** @param {View} view @param {{ words: Needed, withAddress: Needed }} needed @param {Record<string, string>} words */
function question(view, needed, words) {
  const outcome = byId("outcome");
  const actions = {
    ...verdictView.noActions,
    /** @param {boolean} address */
    ask: async (address) => {
      if (!(await askToAllow(address ? needed.withAddress : needed.words))) {
        outcome.textContent = words.ask_page_refused ?? "";
        return;
      }
      outcome.textContent = words.service_asking ?? "";
      const answer = await ask("own.ask", { tabId, token: view.token, address }).catch(() => "lost");
      if (answer === "lost") outcome.textContent = words.error_service_unreachable ?? "";
      else if (answer === "gone") outcome.textContent = words.ask_page_gone ?? "";
      else await goBack();
    },
  };
  const { box, cancel } = verdictView.sendBox(view, actions, asked.has("address"));
  verdictView.onClick(cancel, goBack);
  return box;
}

const { words } = await speak();
const [view, onlyWords, withAddress] = await Promise.all([ask("own.view", { tabId }), ask("own.needed"), ask("own.needed", { address: true })]);
if (view) byId("question").append(question(view, { words: onlyWords, withAddress }, words));
else {
  byId("why").hidden = true;
  byId("outcome").textContent = words.ask_page_gone ?? "";
}
