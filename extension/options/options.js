import { askToAllow, neededFor } from "../background/consent.js";
import { serviceAddress } from "../background/settings.js";
import { ask, byId, speak } from "../platform/own_page.js";

const language = /** @type {HTMLSelectElement} */ (byId("language"));
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
  language.replaceChildren(/** @type {Node} */ (language.options[0]));
  for (const [code, name] of Object.entries(spoken.languages)) {
    const option = new Option(name, code);
    option.lang = code;
    language.append(option);
  }
  language.value = settings.language;
  address.value = settings.serviceUrl;
  await prepare();
}

async function prepare() {
  const usable = serviceAddress(address.value);
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
address.addEventListener("input", prepare);

language.addEventListener("change", async () => {
  await ask("own.save", { language: language.value });
  await draw();
});

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
  await draw();
  byId("delete-outcome").textContent = words[done] ?? "";
});

await draw();
