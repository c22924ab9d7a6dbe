// The first page after the installation. Until something is chosen here, Leadlight looks only when its button is pressed.
import { drawChoices } from "../options/choices.js";
import { offerLanguages } from "../options/language.js";
import { byId, speak } from "../platform/own_page.js";

const { browser } = globalThis.leadlight;

async function draw() {
  const spoken = await speak();
  await offerLanguages(spoken.languages, draw);
  await drawChoices(spoken.words);
}

byId("done").addEventListener("click", async () => {
  const own = await browser.tabs.getCurrent();
  if (own?.id !== undefined) await browser.tabs.remove(own.id);
});

await draw();
