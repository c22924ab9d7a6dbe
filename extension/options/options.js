import { askToAllow, neededFor } from "../background/consent.js";
import { serviceAddress } from "../background/settings.js";
import { ask, byId, speak } from "../platform/own_page.js";
import { drawReports } from "../report/kept_reports.js";
import { drawChoices } from "./choices.js";
import { offerLanguages } from "./language.js";

const { make, onClick } = globalThis.leadlight.verdictView;

const address = /** @type {HTMLInputElement} */ (byId("address"));
const test = /** @type {HTMLButtonElement} */ (byId("test"));
const outcome = byId("service-outcome");
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @type {Record<string, string>} */ let words = {};
/** What to ask the browser for; kept ready, because it may only be asked first thing in a click. */
/** @type {import("../background/consent.js").Needed | null} */ let needed = null;

async function draw() {
  const spoken = await speak();
  const settings = await ask("own.settings");
  words = spoken.words;
  await Promise.all([offerLanguages(spoken.languages, draw), drawChoices(words), prepare(settings.serviceUrl)]);
  drawHidden(settings.hiddenSites);
  await drawReports(await ask("own.reports"), words);
  address.value = settings.serviceUrl;
}

/** @param {string[]} sites */
function drawHidden(sites) {
  byId("hidden").hidden = sites.length === 0;
  const rows = sites.map((site) => {
    const again = make("button", { class: "button", type: "button", "aria-label": `${words.hidden_remove ?? ""}: ${site}` }, words.hidden_remove ?? "");
    onClick(again, async () => {
      drawHidden((await ask("own.save", { hiddenSites: sites.filter((other) => other !== site) })).hiddenSites);
      // The button that was pressed is gone: the keyboard goes on with the next one, or where the page begins.
      /** @type {HTMLElement | null} */ (document.querySelector("#hidden-sites button") ?? document.querySelector("h1"))?.focus();
    });
    return make("li", {}, site, again);
  });
  byId("hidden-sites").replaceChildren(...rows);
}

/** @param {string} written */
async function prepare(written) {
  const usable = serviceAddress(written);
  needed = usable ? await neededFor(usable) : null;
}

/** @param {string} usable */
async function testAddress(usable) {
  outcome.textContent = words.options_service_testing ?? "";
  await ask("own.save", { serviceUrl: usable });
  try {
    await ask("own.test_service");
    const { protocol, hostname } = new URL(usable);
    const open = protocol === "http:" && !LOOPBACK.test(hostname);
    outcome.textContent = [words.options_service_works, open && words.options_service_open].filter(Boolean).join(" ");
  } catch (error) {
    outcome.textContent = words[/** @type {Error} */ (error).message] ?? "";
  }
}

byId("service").addEventListener("submit", async (event) => {
  event.preventDefault();
  const usable = serviceAddress(address.value);
  if (!usable || !needed) {
    outcome.textContent = words.options_service_bad ?? "";
    return;
  }
  const allowed = await askToAllow(needed);
  if (!allowed) {
    outcome.textContent = words.error_not_permitted ?? "";
    return;
  }
  test.disabled = true;
  await testAddress(usable);
  test.disabled = false;
});
address.addEventListener("input", () => prepare(address.value));

/** @param {boolean} sure */
function askWhetherSure(sure) {
  byId("delete").hidden = sure;
  byId("sure").hidden = !sure;
  byId("not-sure").hidden = !sure;
}
byId("delete").addEventListener("click", () => {
  askWhetherSure(true);
  byId("not-sure").focus();
});
byId("not-sure").addEventListener("click", () => {
  askWhetherSure(false);
  byId("delete").focus();
});
byId("sure").addEventListener("click", async () => {
  const done = await ask("own.delete_everything").then(
    () => "options_deleted",
    (error) => error.message,
  );
  askWhetherSure(false);
  byId("delete").focus();
  await draw();
  byId("delete-outcome").textContent = words[done] ?? "";
});

await draw();
