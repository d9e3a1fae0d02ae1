// berkas.js — everything that waits as one file, for the day the network never comes.
// The same as portal/offline/package.py reads: a head with the sealed list, then one item a line.

import * as kunci from "./kunci.js";
import * as simpanan from "./simpanan.js";
import { isOpen } from "./kiriman.js";

const MOST = 60 * 1024 * 1024;
const lineOf = ({ item, kind, iv, data }) =>
  JSON.stringify({ item, kind, iv: kunci.toBase64(iv), data: kunci.toBase64(data) }) + "\n";

// Files of at most 60 MB each; most often it is one.
export const packagesOf = async (laptop) => {
  const families = [];
  for (const record of (await simpanan.entries(laptop.id)).filter(isOpen)) {
    const photos = await simpanan.photos(record.item);
    const items = [{ ...record, kind: "entri" }, ...photos.map((photo) => ({ ...photo, kind: "foto" }))];
    families.push({ items, size: items.reduce((sum, { data }) => sum + data.length * 1.4 + 200, 0) });
  }
  const files = [];
  for (const family of families) {
    const last = files[files.length - 1];
    if (last && last.size + family.size <= MOST) {
      last.items.push(...family.items);
      last.size += family.size;
    } else files.push({ items: [...family.items], size: family.size });
  }
  return Promise.all(files.map(({ items }) => fileOf(laptop, items)));
};

const fileOf = async (laptop, items) => {
  const list = await Promise.all(items.map(async ({ item, kind, data }) => [item, kind, await kunci.digestOf(data)]));
  const head = await kunci.sealJson(laptop.key, laptop.device, "kepala", "paket",
    { made: new Date().toISOString(), items: list });
  const first = { paket: "portal-luring", v: 1, device: laptop.device, iv: kunci.toBase64(head.iv), data: kunci.toBase64(head.data) };
  return new Blob([JSON.stringify(first) + "\n", ...items.map(lineOf)], { type: "application/octet-stream" });
};

// Hand a file to the browser's downloads.
export const download = (blob, name) => {
  const link = document.createElement("a"), address = URL.createObjectURL(blob);
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
};
