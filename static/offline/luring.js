// luring.js — the page that registers people without a network. What the password opened lives in
// this page's memory only; leaving, locking or twenty idle minutes forget it.

import * as kunci from "./kunci.js";
import * as simpanan from "./simpanan.js";
import { Refused, meet, tell } from "./jaringan.js";
import { emptyEntry, keepEntry, tidy } from "./catatan.js";
import { isOpen, sendAll } from "./kiriman.js";
import { download, packagesOf } from "./berkas.js";
import { fillSlip } from "./lembar.js";
import { closeForm, forgetForm, leaveForm, openForm, startForm } from "./formulir.js";
import { giveNumber, keepSettings, prepare, takeBlocks, unlock } from "./pintu.js";
import { FEW, showList, tellAt } from "./daftar.js";

const d = document;
const $ = (selector, root = d) => root.querySelector(selector);
const IDLE = 20 * 60 * 1000, AGAIN = 60 * 1000, DAY = 24 * 3600 * 1000;
const VIEWS = ["mulai", "daftar", "isian", "lembar"];
const LINES = {
  "": ["beres", "Ada jaringan"],
  putus: ["segera", "Tanpa jaringan"],
  masuk: ["segera", "Ada jaringan, belum masuk"],
  lain: ["segera", "Masuk dengan akun lain"],
};

let laptop = null;                 // the open laptop, once the password opened it
let here = null;                   // who is signed in at the portal, or null
let line = "";                     // "" reached; else why not: putus, masuk, lain
let sending = false, more = false; // something came to be sent while sending

const show = (view) => {
  for (const name of VIEWS) $(`#${name}`).hidden = name !== view;
  d.body.dataset.tampak = view;
  scrollTo(0, 0);
  const head = [...d.querySelectorAll(`#${view} h2`)].find((title) => title.offsetParent);
  if (head) head.focus();
};
const say = (words) => { $("#daftar-kabar").textContent = words; };
const list = () => showList(laptop, line, sending, { edit, slip, drop });

// Whether the portal can be reached by this very account.
const look = async () => {
  try {
    here = await meet(laptop ? laptop.device : "");
    line = laptop && here.account !== laptop.settings.account ? "lain" : "";
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    here = null;
    line = refused.why === "tolak" ? "putus" : refused.why;
  }
  const [kind, words] = LINES[line];
  $("[data-jaringan]").className = `tanda ${kind}`;
  $("[data-jaringan]").textContent = words;
  return line === "";
};

// ---- before the password ----

const showStart = async () => {
  await look();
  const kept = await simpanan.accounts(), waiting = (await simpanan.allEntries()).filter(isOpen).length;
  const mine = here ? await kunci.keptName(here.account) : "", known = kept.some(({ id }) => id === mine);
  $("#buka").hidden = !kept.length;
  $("#siap").hidden = !here || known;
  $("#belum").hidden = kept.length > 0 || !$("#siap").hidden;
  tellAt("#belum-putus", line === "putus" ? "Laptop ini belum disiapkan. Sambungkan ke internet, masuk dengan akun Anda, lalu buka lagi halaman ini." : "");
  $("#belum-masuk").hidden = line === "putus";
  if (here) $("#siap-akun").textContent = `${here.account}, ${here.village}`;
  if (known && !$("#akun").value) $("#akun").value = here.account;
  tellAt("#menunggu-semua", waiting
    ? `${waiting} pendaftaran di laptop ini menunggu dikirim. Buka kuncinya untuk melihat milik Anda.` : "");
};

// One of the two password forms: gives the open laptop, or says at `place` why not.
const enterBy = (form, password, place, work) => async (event) => {
  event.preventDefault();
  const button = $("button", form), typed = $(password).value;
  tellAt(place, "");
  button.disabled = true;
  try {
    await enter(await work(typed));
  } catch (refused) {
    tellAt(place, refused.words || "Belum berhasil. Periksa jaringan atau muat ulang halaman, lalu coba lagi.");
  } finally {
    $(password).value = "";
    button.disabled = false;
  }
};

const enter = async (mine) => {
  laptop = mine;
  $("#kunci").hidden = false;
  await tidy(mine);
  await list();
  show("daftar");
  idle();
  connect();
};

// ---- sending ----

const refill = async () => {
  if ((await list()) >= FEW) return;
  const known = laptop.settings.blocks.map(({ ref }) => ref).join(" ");
  await takeBlocks(laptop, await tell("nomor", { device: laptop.device, known }));
};

const exchange = async () => {
  if (!(await look())) return line === "putus" ? "Portal belum dapat dihubungi. Isian tetap tersimpan dan dicoba lagi." : "";
  if (!here.known) return "Laptop ini tidak dikenal lagi untuk akun Anda. Simpan ke berkas, lalu hubungi Dinas Sosial.";
  if (Date.now() - laptop.settings.at > DAY) {
    laptop.settings = { ...laptop.settings, pack: here.pack, at: Date.now() };
    await keepSettings(laptop);
  }
  await sendAll(laptop, list);
  if (here.revoked) return "Laptop ini sudah dicabut dan tidak mendapat nomor baru.";
  await refill();
  return "";
};

// Whenever the portal can be reached: send what waits, take numbers, renew the list of services.
const connect = async () => {
  if (!laptop) return;
  if (sending) return void (more = true);
  sending = true;
  do {
    more = false;
    try {
      say(await exchange());
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (refused.why !== "tolak") line = refused.why;
      say(refused.words || "Pengiriman terputus. Isian tetap tersimpan dan dilanjutkan saat ada jaringan.");
    }
  } while (more);
  sending = false;
  await list();
};

const retry = async () => {
  if (!laptop || sending) return;
  const waiting = (await simpanan.entries(laptop.id)).some(({ state }) => ["menunggu", "mengirim"].includes(state));
  if (waiting) connect();
};

const toFile = async () => {
  const files = await packagesOf(laptop), day = new Date().toISOString().slice(0, 10);
  const name = `luring-${laptop.settings.pack.village.code}-${day}`;
  files.forEach((file, at) => download(file, `${name}${files.length > 1 ? `-${at + 1}` : ""}.paket`));
  say("Berkas disimpan di folder unduhan. Bawa atau kirim ke Dinas Sosial; isinya terkunci. Pendaftaran tetap menunggu di sini sampai terkirim.");
};

// ---- writing ----

const edit = async (item, entry) => {
  if (entry.number) await keepEntry(laptop, item, "draf", entry);   // not sent while it is being written
  tellAt("#isian-nomor", "");
  await openForm(laptop, item, entry);
  show("isian");
};
const begin = () => {
  const { services, relations } = laptop.settings.pack;
  return edit(kunci.newName(), emptyEntry(services[0].id, relations[0]));
};
const back = async () => {
  await leaveForm();
  await list();
  show("daftar");
  connect();
};
const slip = (entry) => {
  fillSlip(laptop, entry);
  show("lembar");
};
const drop = async (item) => {
  await simpanan.dropEntry(item);
  await list();
  $("#daftar h2").focus();
};

const finish = async (event) => {
  event.preventDefault();
  const button = $("#isian-simpan");
  button.disabled = true;
  try {
    const right = await closeForm();
    if (!right) return;
    const [item, entry] = right, given = entry.number ? {} : await giveNumber(laptop);
    if (!given) return tellAt("#isian-nomor", "Nomor habis. Isian tersimpan sebagai draf; beri nomor setelah tersambung ke internet.");
    Object.assign(entry, given);
    forgetForm();
    await keepEntry(laptop, item, "menunggu", entry);
    slip(entry);
    connect();
  } finally {
    button.disabled = false;
  }
};

const lock = async () => {
  if (d.body.dataset.tampak === "isian") await leaveForm();
  location.reload();   // nothing stays in memory or on the page
};
let clock;
const idle = () => {
  clearTimeout(clock);
  if (laptop) clock = setTimeout(lock, IDLE);
};

// ---- the start ----

const missing = () => {
  if (!isSecureContext || !globalThis.crypto?.subtle) return "aman";
  return "indexedDB" in globalThis ? "" : "browser";
};

const listen = () => {
  $("#buka form").addEventListener("submit", enterBy($("#buka form"), "#sandi", "#buka-salah",
    (password) => unlock($("#akun").value.trim().toLowerCase(), password)));
  $("#siap form").addEventListener("submit", enterBy($("#siap form"), "#siap-sandi", "#siap-salah",
    (password) => prepare(password, $("#siap-nama").value)));
  $("#isian form").addEventListener("submit", finish);
  const acts = { "#baru": begin, "#kirim": connect, "#ke-berkas": toFile, "#isian-batal": back, "#lembar-selesai": back,
    "#lembar-cetak": () => print(), "#lembar-baru": begin, "#kunci": lock };
  for (const [button, work] of Object.entries(acts)) $(button).addEventListener("click", work);
  for (const kind of ["input", "click", "keydown"]) d.addEventListener(kind, idle);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });   // came back by "Back": forget
  addEventListener("online", () => (laptop ? connect() : showStart()));
  addEventListener("offline", () => (laptop ? look().then(list) : showStart()));
  setInterval(retry, AGAIN);
};

const start = async () => {
  d.documentElement.classList.add("js");
  const why = missing();
  if (why) return void ($(`#tidak-${why}`).hidden = false);
  if ("serviceWorker" in navigator) {
    const worker = navigator.serviceWorker;
    worker.register("/nagari/pekerja.js", { scope: "/nagari" })
      .then(() => worker.ready).then(() => { d.body.dataset.luring = "siap"; }, () => {});
  }
  $("#jatuh").hidden = location.pathname === "/nagari/luring";
  startForm();
  listen();
  await showStart();
  show("mulai");
  d.body.dataset.siap = "ya";
};
start();
