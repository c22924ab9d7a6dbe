// Seals a report for the holder of a private key: HPKE (RFC 9180), base mode, one message, with P-256, HKDF-SHA256 and
// AES-256-GCM. All of it is the browser's own cryptography; service/leadlight/reports/sealing.py is the other side.

/** Binds what is sealed to this use; the service has the same words. */
const INFO = "leadlight report 1";
const HASH_BYTES = 32;
const NONCE_BYTES = 12;
const POINT_BYTES = 65;
/** A report is filled with spaces up to one of these lengths, so that its length tells nearly nothing. */
const PADDED_BYTES = [4_096, 16_384, 65_536, 262_144];
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KEM = 0x0010;
const KDF = 0x0001;
const AEAD = 0x0002;

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {(string | Bytes)[]} parts @returns {Bytes} */
function joined(...parts) {
  const all = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const whole = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {number} number @returns {Bytes} two bytes, the larger first */
const short = (number) => new Uint8Array([number >> 8, number & 0xff]);
const KEM_SUITE = joined("KEM", short(KEM));
const SUITE = joined("HPKE", short(KEM), short(KDF), short(AEAD));
const NOTHING = new Uint8Array(0);
const NO_SALT = new Uint8Array(HASH_BYTES);

/** @param {Bytes} key @param {Bytes} words @returns {Promise<Bytes>} */
async function hmac(key, words) {
  const ready = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", ready, words));
}

/** LabeledExtract of RFC 9180. @param {Bytes} suite @param {Bytes} salt @param {string} label @param {string | Bytes} words */
const extract = (suite, salt, label, words) => hmac(salt, joined("HPKE-v1", suite, label, words));

/** LabeledExpand of RFC 9180, for at most one hash. @param {Bytes} suite @param {Bytes} key @param {string} label @param {Bytes} info @param {number} length */
async function expand(suite, key, label, info, length) {
  const block = await hmac(key, joined(short(length), "HPKE-v1", suite, label, info, new Uint8Array([1])));
  return block.slice(0, length);
}

/** @param {string} base64 @returns {Bytes} */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/** @param {Bytes} bytes */
function base64Of(bytes) {
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return btoa(signs);
}

/** @param {string} text @returns {Bytes} @throws {RangeError} longer than the longest report */
function padded(text) {
  const written = new TextEncoder().encode(text);
  const length = PADDED_BYTES.find((bytes) => bytes >= written.length);
  if (!length) throw new RangeError("longer than a report can be");
  return joined(written, " ".repeat(length - written.length));
}

/** What both sides can work out from the two points. @param {CryptoKeyPair} own @param {CryptoKey} theirs @param {Bytes} ownPoint @param {Bytes} theirPoint */
async function sharedSecret(own, theirs, ownPoint, theirPoint) {
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, HASH_BYTES * 8));
  const extracted = await extract(KEM_SUITE, NO_SALT, "eae_prk", secret);
  return expand(KEM_SUITE, extracted, "shared_secret", joined(ownPoint, theirPoint), HASH_BYTES);
}

/**
 * Seals JSON or any other text that spaces at its end do not change.
 * @param {string} text
 * @param {string} publicKey uncompressed P-256 point in base64
 * @param {CryptoKeyPair} [own] for tests; else one that is made for this report alone and forgotten
 * @returns {Promise<string>} base64: the point of this report, then what is sealed
 * @throws when the key is none, or the text is longer than a report can be
 */
export async function seal(text, publicKey, own) {
  const filled = padded(text);
  const theirPoint = bytesOf(publicKey);
  if (theirPoint.length !== POINT_BYTES) throw new RangeError("not a public key");
  const theirs = await crypto.subtle.importKey("raw", theirPoint, CURVE, false, []);
  const pair = own ?? (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]));
  const ownPoint = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const shared = await sharedSecret(pair, theirs, ownPoint, theirPoint);
  const context = joined(new Uint8Array(1), await extract(SUITE, NO_SALT, "psk_id_hash", NOTHING), await extract(SUITE, NO_SALT, "info_hash", INFO));
  const secret = await extract(SUITE, shared, "secret", NOTHING);
  const key = await crypto.subtle.importKey("raw", await expand(SUITE, secret, "key", context, HASH_BYTES), "AES-GCM", false, ["encrypt"]);
  const iv = await expand(SUITE, secret, "base_nonce", context, NONCE_BYTES);
  return base64Of(joined(ownPoint, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, filled))));
}

/** Names a public key as the service does. @param {string} publicKey in base64 @returns {Promise<string>} 16 hexadecimal digits */
export async function keyId(publicKey) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(publicKey)));
  return [...hash.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
