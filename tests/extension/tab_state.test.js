// Many tabs at once, and a browser without room: no tab shows the verdict of another, and none is lost.
import assert from "node:assert/strict";
import { test } from "node:test";

const QUOTA = 150;
const held = new Map();
globalThis.chrome = {
  storage: {
    session: {
      get: async (key) => (held.has(key) ? { [key]: held.get(key) } : {}),
      set: async (values) => {
        for (const [key, value] of Object.entries(values)) {
          if (!held.has(key) && held.size >= QUOTA) throw new Error("no room left");
          held.set(key, structuredClone(value));
        }
      },
      remove: async (key) => void held.delete(key),
      clear: async () => held.clear(),
    },
  },
};
const { begin, forget, forgetAll, keep, stateOf } = await import("../../extension/background/tab_state.js");
const state = (tab, token = `token-${tab}`) => ({ token, reading: { text: `ad of tab ${tab}` } });

test("200 tabs each keep their own verdict, also when the browser has room for fewer", async () => {
  for (let tab = 0; tab < 200; tab++) {
    begin(tab, `token-${tab}`);
    assert.equal(await keep(tab, state(tab)), true);
  }
  for (let tab = 0; tab < 200; tab++) assert.equal((await stateOf(tab)).reading.text, `ad of tab ${tab}`);
});

test("a verdict for an older reading is not kept", async () => {
  begin(7, "newer");
  assert.equal(await keep(7, state(7, "token-7")), false);
  assert.equal(await keep(7, state(7, "newer")), true);
});

test("a tab that was left is forgotten, wherever it was kept, and what was on its way for it comes to nothing", async () => {
  for (const tab of [3, 199]) {
    await forget(tab);
    assert.equal(await stateOf(tab), null);
    assert.equal(await keep(tab, state(tab)), false);
  }
  assert.equal((await stateOf(4)).reading.text, "ad of tab 4");
});

test("everything can be forgotten at once", async () => {
  await forgetAll();
  for (const tab of [4, 190]) assert.equal(await stateOf(tab), null);
});
