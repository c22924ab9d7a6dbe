// Judges a pack that came from elsewhere before it replaces the one in use.

import { Engine, PACK_FORMAT } from "./engine.js";

/** @typedef {import("./engine.js").Pack} Pack */

const DIGEST_LENGTH = 12; // hex digits of SHA-256 at the end of a version

/**
 * What is wrong with a pack, or "" when it may be used.
 * @param {any} pack
 * @returns {Promise<"" | "not a pack" | "another format" | "wrong hash" | "cannot be built">}
 */
export async function faultOfPack(pack) {
  if (typeof pack !== "object" || pack === null || typeof pack.version !== "string") return "not a pack";
  if (pack.format !== PACK_FORMAT) return "another format";
  if (!pack.version.endsWith(`+${await packDigest(pack)}`)) return "wrong hash";
  try {
    new Engine(pack).match([["text", "a"]]);
  } catch {
    return "cannot be built";
  }
  return "";
}

/** The hash at the end of a pack's version: of everything but version and date. @param {Pack} pack @returns {Promise<string>} */
export async function packDigest(pack) {
  const { version, as_of, ...content } = pack;
  const bytes = new TextEncoder().encode(JSON.stringify(sorted(content)));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, DIGEST_LENGTH);
}

/** The same value with the keys of every object in order. @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
