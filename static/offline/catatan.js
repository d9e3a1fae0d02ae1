// catatan.js — families and their photos, opened and sealed. `laptop` is what the password opened:
// { id, device, key, settings }.
//   state: draf, menunggu, mengirim, terkirim, bentrok, ditolak

import * as kunci from "./kunci.js";
import * as simpanan from "./simpanan.js";

export const emptyPerson = (relation) =>
  ({ name: "", nik: "", born: "", birth_place: "", sex: "", relation, card_no: "" });

export const emptyEntry = (sop, relation) => ({
  number: "", code: "", sop, photos: [], papers_later: false, saved_at: "",
  typed: { kk_no: "", address: "", phone: "", emergency_reason: "", persons: [emptyPerson(relation)] },
  local: { fields: {}, why: "", ref: "", sent: false, photo_faults: [] },
});

export const openEntry = (laptop, record) =>
  kunci.openJson(laptop.key, laptop.device, record.item, "entri", record);

export const keepEntry = async (laptop, item, state, entry) => {
  const known = await simpanan.entry(item), now = new Date().toISOString();
  const sealed = await kunci.sealJson(laptop.key, laptop.device, item, "entri", { ...entry, saved_at: now });
  const record = { item, akun: laptop.id, device: laptop.device, state, at: known ? known.at : now, ...sealed };
  await simpanan.keepEntry(record);
  return record;
};

// Everything of this account, the newest first; what cannot be opened is shown as such.
export const listOf = async (laptop) => {
  const records = await simpanan.entries(laptop.id);
  const opened = await Promise.all(records.map(async (record) => ({
    record, entry: await openEntry(laptop, record).catch(() => null),
  })));
  return opened.sort((one, other) => (one.record.at < other.record.at ? 1 : -1));
};

export const keepPhoto = async (laptop, entry, field, file) => {
  const item = kunci.newName(), body = new Uint8Array(await file.arrayBuffer());
  const whole = kunci.withHead({ entry, field, name: file.name || "foto" }, body);
  const sealed = await kunci.seal(laptop.key, laptop.device, item, "foto", whole);
  await simpanan.keepPhoto({ item, butir: entry, akun: laptop.id, device: laptop.device, ...sealed });
  return item;
};

// A small picture of a kept photo as a data: address; "" for a PDF or when it cannot be drawn.
export const thumbOf = async (laptop, item) => {
  const record = await simpanan.photo(item);
  if (!record) return "";
  try {
    const body = kunci.bodyOf(await kunci.open(laptop.key, laptop.device, item, "foto", record));
    const picture = await createImageBitmap(new Blob([body]), { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas"), share = 160 / Math.max(picture.width, picture.height);
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas.toDataURL("image/jpeg", 0.7);
  } catch {
    return "";
  }
};

const AGE = 30 * 24 * 3600 * 1000;
// What arrived a month ago need not stand on this laptop any more.
export const tidy = async (laptop) => {
  const old = new Date(Date.now() - AGE).toISOString();
  for (const record of await simpanan.entries(laptop.id))
    if (["terkirim", "ditolak"].includes(record.state) && record.at < old) await simpanan.dropEntry(record.item);
};
