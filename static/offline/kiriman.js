// kiriman.js — sends what waits, one sealed item at a time. The portal answers the same to the same
// item, so an interrupted sending simply begins again.

import { toBase64 } from "./kunci.js";
import * as simpanan from "./simpanan.js";
import { keepEntry, openEntry } from "./catatan.js";
import { Refused, tell, tellPhoto } from "./jaringan.js";

const OPEN = ["menunggu", "mengirim", "bentrok"];
export const isOpen = (record) => OPEN.includes(record.state);

const fieldsOf = (record, kind) => ({
  device: record.device, item: record.item, kind, iv: toBase64(record.iv),
  isi: new Blob([record.data], { type: "application/octet-stream" }),
});

const same = (one, other) => one && other && toBase64(one.iv) === toBase64(other.iv);
const state = async (record, word) => {
  const now = await simpanan.entry(record.item);
  if (same(now, record)) await simpanan.keepEntry({ ...now, state: word });
};

// Write down what became of an entry, unless it was changed here in the meantime.
const settle = async (laptop, record, word, said) => {
  const now = await simpanan.entry(record.item);
  if (!same(now, record)) return;
  const entry = await openEntry(laptop, record), fresh = said.number && said.number !== entry.number;
  const local = { ...entry.local, why: said.why || "", ref: said.ref || "", sent: Boolean(said.sent), photo_faults: said.faults || [] };
  // A number given anew at the portal has its QR code on the slip that is printed there.
  await keepEntry(laptop, record.item, word, { ...entry, local: { ...local, renumbered: fresh ? said.number : "" } });
};

const sendPhotos = async (record, said) => {
  const faults = [];
  for (const photo of await simpanan.photos(record.item)) {
    const answer = await tellPhoto("kirim", fieldsOf(photo, "foto"));
    if (answer.state === "tunggu") break;
    if (answer.state === "ditolak") faults.push(answer.why);
    if (answer.number) said = answer.state === "ditolak" ? { ...answer, why: "" } : answer;
    await simpanan.dropPhoto(photo.item);
  }
  return { ...said, faults };
};

const sendOne = async (laptop, record) => {
  await state(record, "mengirim");
  try {
    const said = await tell("kirim", fieldsOf(record, "entri"));
    if (said.state === "masuk") return await settle(laptop, record, "terkirim", await sendPhotos(record, said));
    if (said.state === "ditolak") await simpanan.dropPhotos(record.item);
    return await settle(laptop, record, said.state, said);
  } catch (refused) {
    if (refused.status === 422) return settle(laptop, record, "bentrok", { why: refused.words });
    await state(record, "menunggu");
    throw refused;
  }
};

// Send everything that waits; `show` is called after each. Two tabs never send at once.
export const sendAll = (laptop, show) => {
  const work = async (lock) => {
    if (lock === null) return;
    const records = (await simpanan.entries(laptop.id)).filter(isOpen);
    for (const found of records.sort((one, other) => (one.at < other.at ? -1 : 1))) {
      const record = await simpanan.entry(found.item);
      if (!record || !isOpen(record)) continue;
      const sending = sendOne(laptop, record);
      await show();
      await sending;
      await show();
    }
  };
  if (!navigator.locks) return work();
  return navigator.locks.request(`luring-${laptop.id}`, { ifAvailable: true }, work);
};

export { Refused };
