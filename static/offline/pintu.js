// pintu.js — how a laptop is made ready and its lock opened. What comes out is the open laptop:
// { id, device, key, settings }; it lives in the page's memory and nowhere else.

import * as kunci from "./kunci.js";
import * as simpanan from "./simpanan.js";
import { Refused, meet, tell } from "./jaringan.js";

const NOT_HERE = "Akun ini belum disiapkan di laptop ini. Periksa nama akunnya, atau siapkan selagi ada jaringan.";
const WRONG = "Kata sandi belum benar. Bila baru diganti, buka sekali selagi ada jaringan dan sudah masuk.";

const settingsOf = (said) => ({
  account: said.account, device: { ref: said.device.ref, label: said.device.label },
  pack: said.pack, blocks: [], keys: {}, at: Date.now(),
});

export const keepSettings = async (mine) => {
  const sealed = await kunci.sealJson(mine.key, mine.device, mine.device, "setelan", mine.settings);
  await simpanan.keepAccount({ ...(await simpanan.account(mine.id)), settings: sealed });
};

const keepKey = async (id, device, raw, password) => {
  const known = await simpanan.account(id);
  await simpanan.keepAccount({ ...known, id, device, wrapped: await kunci.wrap(raw, password) });
};

// Numbers that the office really signed for this laptop go into use; others never do.
export const takeBlocks = async (mine, said) => {
  for (const block of said.blocks) {
    if (mine.settings.blocks.some(({ ref }) => ref === block.ref)) continue;
    if (!(await kunci.isGenuine(block, mine.device, said.keys)))
      throw new Refused("tolak", "Nomor dari portal tidak bersegel kantor. Hubungi pengelola portal.");
    mine.settings.blocks.push(block);
    mine.settings.keys = said.keys;
    await keepSettings(mine);
    await simpanan.addBlock({ ref: block.ref, akun: mine.id, next: 0, total: block.numbers.length });
  }
};

// The next number with its QR code; null when there is none left.
export const giveNumber = async (mine) => {
  const { ref, place } = await simpanan.takePlace(mine.id);
  const block = mine.settings.blocks.find((one) => one.ref === ref);
  if (!block || !(await kunci.isGenuine(block, mine.device, mine.settings.keys))) return null;
  return { number: block.numbers[place], code: block.codes[place] };
};
export const numbersLeft = async (mine) =>
  (await simpanan.blocks(mine.id)).reduce((sum, { next, total }) => sum + total - next, 0);

export const prepare = async (password, label) => {
  const said = await tell("siap", { secret: password, label, device: "", known: "" });
  const id = await kunci.keptName(said.account), raw = kunci.fromBase64(said.device.key);
  await keepKey(id, said.device.ref, raw, password);
  const mine = { id, device: said.device.ref, key: await kunci.deviceKey(raw), settings: settingsOf(said) };
  await takeBlocks(mine, said);
  // Without this the browser may throw everything away when its disk is full.
  if (navigator.storage && navigator.storage.persist) await navigator.storage.persist().catch(() => false);
  return mine;
};

// A password that does not open may be the new one: then the portal gives the key once more.
const renew = async (id, device, account, password) => {
  const here = await meet(device).catch(() => null);
  if (!here || here.account !== account) return null;
  const said = await tell("siap", { secret: password, device, known: "" });
  const raw = kunci.fromBase64(said.device.key);
  await keepKey(id, device, raw, password);
  return kunci.deviceKey(raw);
};

// Throws Refused with words for the person at the keyboard.
export const unlock = async (account, password) => {
  const id = await kunci.keptName(account), kept = await simpanan.account(id);
  if (!kept || !kept.settings) throw new Refused("tolak", NOT_HERE);
  const key = (await kunci.unwrap(kept.wrapped, password)) || (await renew(id, kept.device, account, password));
  if (!key) throw new Refused("tolak", WRONG);
  const settings = await kunci.openJson(key, kept.device, kept.device, "setelan", kept.settings);
  return { id, device: kept.device, key, settings };
};
