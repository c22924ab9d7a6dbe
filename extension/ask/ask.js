// The question before the service is asked for the first time: browsers let only an own page ask for a permission.
import { askToAllow } from "../background/consent.js";
import { ask, byId, speak } from "../platform/own_page.js";

const { browser, verdictView } = globalThis.leadlight;
const tabId = Number(new URLSearchParams(location.search).get("tab"));

async function goBack() {
  await browser.tabs.update(tabId, { active: true }).catch(() => undefined);
  const own = await browser.tabs.getCurrent();
  if (own?.id !== undefined) await browser.tabs.remove(own.id);
}

/** @param {View} view @param {import("../background/consent.js").Needed} needed @param {Record<string, string>} words */
function question(view, needed, words) {
  const outcome = byId("outcome");
  const actions = {
    goTo: () => undefined,
    /** @param {boolean} address */
    ask: async (address) => {
      if (!(await askToAllow(needed))) {
        outcome.textContent = words.ask_page_refused ?? "";
        return;
      }
      outcome.textContent = words.service_asking ?? "";
      const answer = await ask("own.ask", { tabId, token: view.token, address });
      if (answer === "gone") outcome.textContent = words.ask_page_gone ?? "";
      else await goBack();
    },
  };
  const { box, cancel } = verdictView.sendBox(view, actions);
  verdictView.onClick(cancel, goBack);
  return box;
}

const { words } = await speak();
const [view, needed] = await Promise.all([ask("own.view", { tabId }), ask("own.needed")]);
if (view) byId("question").append(question(view, needed, words));
else {
  byId("why").hidden = true;
  byId("outcome").textContent = words.ask_page_gone ?? "";
}
