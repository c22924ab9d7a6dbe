import "../platform/browser.js";

const { browser } = globalThis.leadlight;

/** Each level has its own shape of icon and its own sign; colour only repeats what they say. */
const SIGNS = { warning: "!", caution: "!", notice: "i", nothing_found: "–", not_checked: "?" };
const COLOURS = { warning: "#8f1d2f", caution: "#7d4500", notice: "#2b4a7a", nothing_found: "#454d5e", not_checked: "#454d5e" };

/** @param {number} tabId @param {Level} level @param {number} findings @param {string} title */
export async function showLevel(tabId, level, findings, title) {
  const { action } = browser;
  await Promise.all([
    action.setIcon({ tabId, path: { 16: `/icons/${level}-16.png`, 32: `/icons/${level}-32.png` } }),
    action.setBadgeText({ tabId, text: findings ? String(findings) : SIGNS[level] }),
    action.setBadgeBackgroundColor({ tabId, color: COLOURS[level] }),
    action.setBadgeTextColor({ tabId, color: "#ffffff" }),
    action.setTitle({ tabId, title: `Leadlight: ${title}` }),
  ]);
}

/** Back to the icon of a page that was not checked. @param {number} tabId */
export async function clearLevel(tabId) {
  const { action } = browser;
  await Promise.all([
    action.setIcon({ tabId, path: { 16: "/icons/leadlight-16.png", 32: "/icons/leadlight-32.png" } }),
    action.setBadgeText({ tabId, text: "" }),
    action.setTitle({ tabId, title: "Leadlight" }),
  ]);
}
