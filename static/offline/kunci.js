// kunci.js — keys and seals of the laptop. The same words as portal/offline/sealing.py and blocks.py.
// The device key comes from the portal once; here it is kept only wrapped with the password.

export const ROUNDS = 600000;
const NUMBERS_TAG = "portal-dinas-sosial/nomor/1\0";
const ALGORITHM = "AES-GCM";
const text = new TextEncoder();

export const bytesOf = (words) => text.encode(words);
export const wordsOf = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
export const random = (count) => crypto.getRandomValues(new Uint8Array(count));
export const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const newName = () => hexOf(random(16));

export const toBase64 = (bytes) => {
  let words = "";
  // In pieces: an argument list has its limits.
  for (let at = 0; at < bytes.length; at += 0x8000) words += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(words);
};
export const fromBase64 = (words) => Uint8Array.from(atob(words), (char) => char.charCodeAt(0));

export const digestOf = async (bytes) => hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

// Under which name an account's things are kept here; the account's own name is not.
export const keptName = async (account) =>
  (await digestOf(bytesOf(`portal-luring|${account.trim().toLowerCase()}`))).slice(0, 32);

const passwordKey = async (password, salt, rounds) => {
  const typed = await crypto.subtle.importKey("raw", bytesOf(password), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    typed, { name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
};

// The device key, to be kept: nothing opens it but the password.
export const wrap = async (raw, password) => {
  const salt = random(16), iv = random(12);
  const key = await passwordKey(password, salt, ROUNDS);
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: ALGORITHM, iv }, key, raw));
  return { salt, rounds: ROUNDS, iv, data };
};

// The device key, to be used; null when the password is not the one it was wrapped with.
export const unwrap = async ({ salt, rounds, iv, data }, password) => {
  const key = await passwordKey(password, salt, rounds);
  try {
    return await deviceKey(new Uint8Array(await crypto.subtle.decrypt({ name: ALGORITHM, iv }, key, data)));
  } catch {
    return null;
  }
};

export const deviceKey = (raw) => crypto.subtle.importKey("raw", raw, ALGORITHM, false, ["encrypt", "decrypt"]);

const bound = (device, item, kind) => bytesOf(`${device}|${item}|${kind}`);

export const seal = async (key, device, item, kind, bytes) => {
  const iv = random(12);
  const how = { name: ALGORITHM, iv, additionalData: bound(device, item, kind) };
  return { iv, data: new Uint8Array(await crypto.subtle.encrypt(how, key, bytes)) };
};

export const open = async (key, device, item, kind, { iv, data }) => {
  const how = { name: ALGORITHM, iv, additionalData: bound(device, item, kind) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, data));
};

export const sealJson = (key, device, item, kind, value) =>
  seal(key, device, item, kind, bytesOf(JSON.stringify(value)));
export const openJson = async (key, device, item, kind, sealed) =>
  JSON.parse(wordsOf(await open(key, device, item, kind, sealed)));

// A photo travels with its head: four bytes of length, the head, the file.
export const withHead = (head, body) => {
  const words = bytesOf(JSON.stringify(head));
  const whole = new Uint8Array(4 + words.length + body.length);
  new DataView(whole.buffer).setUint32(0, words.length);
  whole.set(words, 4);
  whole.set(body, 4 + words.length);
  return whole;
};
export const bodyOf = (whole) => whole.subarray(4 + new DataView(whole.buffer, whole.byteOffset).getUint32(0));

// Whether a block of numbers is the one that the office signed for this laptop and village.
export const isGenuine = async (block, device, keys) => {
  if (!keys[block.key]) return false;
  const message = bytesOf(NUMBERS_TAG + JSON.stringify([block.ref, device, block.village, block.numbers]));
  const publicKey = Uint8Array.from(keys[block.key].match(/../g), (pair) => parseInt(pair, 16));
  const signature = fromBase64(block.signature);
  let key;
  try {
    key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    // A browser from before 2025 does not know Ed25519 by itself.
    const noble = await import("../vendor/noble-ed25519-3.2.0.js");
    return noble.verifyAsync(signature, message, publicKey, { zip215: false });
  }
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
};
