// segel.js — reads the sealed text of a letter's QR code. The same words as portal/letters/seals.py,
// for the check page and, copied into it, for the page that works without any server.

const TAG = "portal-dinas-sosial/surat/1\0";
const VERSION = 1, DIGEST = 16, SIGNATURE = 64, HEAD = 1 + 4 + DIGEST + 2 + 1;
const DAY_ONE = Date.UTC(2000, 0, 1), DAY = 86_400_000;
const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
  "Oktober", "November", "Desember"];

// why: "isi" (no sealed text), "kunci" (a key we do not know), "ubah" (altered or foreign),
// "lambat" (bears a date after its key was retired), "browser" (cannot be checked here)
export class BadSeal extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

// What a QR code's whole text says; throws BadSeal. known: { keys, kinds } as in kunci.json.
// fallback: gives noble-ed25519, asked only where the browser itself does not know Ed25519.
export const openSeal = async (text, known, fallback) => {
  const cut = text.indexOf("#");
  if (cut < 1) throw new BadSeal("isi");
  const place = text.slice(0, cut), raw = bytesOf(text.slice(cut + 1));
  if (raw.length <= HEAD + SIGNATURE || raw[0] !== VERSION) throw new BadSeal("isi");
  const body = raw.slice(0, -SIGNATURE), signature = raw.slice(-SIGNATURE);
  const key = known.keys.find(({ id }) => id === hexOf(body.slice(1, 5)));
  if (!key) throw new BadSeal("kunci");
  const tagged = new TextEncoder().encode(`${TAG}${place}\0`);
  const message = new Uint8Array([...tagged, ...body]);
  if (!(await signedBy(fromHex(key.public_key), signature, message, fallback))) throw new BadSeal("ubah");
  const days = body[5 + DIGEST] * 256 + body[6 + DIGEST];
  const date = new Date(DAY_ONE + days * DAY).toISOString().slice(0, 10);
  if (key.until && date > key.until) throw new BadSeal("lambat");
  return {
    place, date, key: key.id,
    code: place.slice(place.lastIndexOf("/") + 1),
    number: new TextDecoder("utf-8", { fatal: true }).decode(body.slice(HEAD)),
    kind: known.kinds[body[HEAD - 1]],
    digest: hexOf(body.slice(5, 5 + DIGEST)),
  };
};

// 2026-11-23 as 23 November 2026.
export const longDate = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
};

export const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

// Only the one spelling that the portal writes: base64 has bits to spare in its last character.
const bytesOf = (text) => {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) throw new BadSeal("isi");
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  const raw = Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
  const again = btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_");
  if (again.replaceAll("=", "") !== text) throw new BadSeal("isi");
  return raw;
};

const signedBy = async (publicKey, signature, message, fallback) => {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new BadSeal("browser");
  let key;
  try {
    key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    const noble = await fallback();
    return noble.verifyAsync(signature, message, publicKey, { zip215: false });
  }
  return subtle.verify({ name: "Ed25519" }, key, signature, message);
};
