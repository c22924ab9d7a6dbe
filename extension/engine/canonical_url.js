/**
 * One spelling for the address of an ad, and its hash: the same as the service makes (shared_rules/vectors).
 */

/**
 * @typedef {{names: string[], beginnings: string[]}} TrackingParameters  rules/tracking_parameters.json
 */

const LONGEST_URL_BYTES = 4096;
const PREFIX_DIGITS = 4;

/**
 * The one spelling of this link: parsed as browsers do, without fragment and tracking parameters.
 *
 * @param {string} written - a whole link, with https:// or http://
 * @param {TrackingParameters} tracking
 * @returns {string | null} null: no link that the service would read
 */
export function canonicalUrl(written, tracking) {
  if (/\p{Surrogate}/u.test(written) || new TextEncoder().encode(written).length > LONGEST_URL_BYTES) return null;
  let parsed;
  try {
    parsed = new URL(written);
  } catch {
    return null;
  }
  if (!["http:", "https:"].includes(parsed.protocol) || parsed.username || parsed.password) return null;
  parsed.hash = "";
  const kept = withoutTracking(parsed.search, tracking);
  if (kept !== parsed.search) parsed.search = kept;
  return parsed.href;
}

/**
 * SHA-256 of a canonical link. Its first four digits are what a look-up gives away: `hash.slice(0, 4)`.
 *
 * @param {string} canonical - what `canonicalUrl` returns
 * @returns {Promise<string>} 64 hexadecimal digits in small letters
 */
export async function linkHash(canonical) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} hash
 * @returns {string}
 */
export function lookupPrefix(hash) {
  return hash.slice(0, PREFIX_DIGITS);
}

/**
 * @param {string} search
 * @param {TrackingParameters} tracking
 * @returns {string}
 */
function withoutTracking(search, tracking) {
  const kept = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => {
      const name = part.split("=", 1)[0] ?? "";
      return !tracking.names.includes(name) && !tracking.beginnings.some((beginning) => name.startsWith(beginning));
    });
  const joined = kept.join("&");
  return joined ? `?${joined}` : "";
}
