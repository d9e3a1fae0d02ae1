// halaman.js — the check page of one letter: 1 the sealed text behind the # of a scanned QR code,
// 2 the letter's PDF, hashed here and never sent. The page tells its verdict without this file.
import { openSeal, hexOf } from "./segel.js";

const d = document;
const $ = (selector) => d.querySelector(selector);
d.documentElement.classList.add("js");

const told = (place, kind, words) => {
  place.classList.remove("beres", "lewat", "segera");
  place.classList.add(kind);
  place.querySelector("p").textContent = words;
  place.hidden = false;
};

// 1. The QR code's own words must be genuine, and say what this page says.
const seal = $("#segel");
const SEAL_WORDS = {
  cocok: "Segel pada kode QR asli, dan nomor, tanggal, jenis, serta isinya cocok dengan halaman ini.",
  lewat: "Segel pada kode QR asli, tetapi suratnya tidak berlaku lagi. Baca putusan di bawah ini.",
  palsu: "Kode QR pada kertas ini sudah diubah atau diambil dari surat lain. Jangan terima kertasnya, meskipun kodenya dikenal.",
  beda: "Segel pada kode QR asli, tetapi isinya lain daripada catatan portal. Jangan terima kertasnya sebelum kantor penerbit menjelaskan.",
  browser: "Browser ini tidak dapat memeriksa segel di alamat tanpa https. Gunakan halaman periksa mandiri, atau browser lain.",
  gangguan: "Kunci publik tidak dapat diambil, jadi segel pada kode QR belum diperiksa. Muat ulang halaman ini.",
};

const overrule = (title, words) => {
  told(seal, "lewat", words);
  const head = $(".status-atas");
  head.classList.remove("beres", "segera");
  head.classList.add("lewat");
  head.querySelector("h1").textContent = title;
  head.querySelector(".kecil").textContent = "Jangan diterima";
  head.querySelector("p:last-child").textContent = words;
  d.title = title;
};
const forged = () => overrule("Kode QR ini palsu", SEAL_WORDS.palsu);

const agrees = (found, page) =>
  found.code === page.kode && found.number === page.nomor && found.date === page.tanggal &&
  found.kind === page.jenis && found.digest === page.isi;

const checkSeal = async () => {
  const page = seal.dataset;
  let known;
  try {
    known = await (await fetch("/periksa/kunci.json")).json();
  } catch {
    return told(seal, "segera", SEAL_WORDS.gangguan);
  }
  try {
    const text = `${page.alamat}/${page.kode}${location.hash}`;
    const found = await openSeal(text, known, () => import("../vendor/noble-ed25519-3.2.0.js"));
    if (!agrees(found, page)) overrule("Kode QR ini tidak cocok", SEAL_WORDS.beda);
    else if (page.putusan === "sah") told(seal, "beres", SEAL_WORDS.cocok);
    else told(seal, "segera", SEAL_WORDS.lewat);
  } catch (error) {
    if (error.why === "browser") told(seal, "segera", SEAL_WORDS.browser);
    else forged();
  }
};
if (seal && location.hash.length > 1) checkSeal();

// 2. The PDF: equal bytes have an equal SHA-256, and the file stays on this device.
const box = $("#berkas"), result = $("#berkas-hasil");
const FILE_WORDS = {
  sama: "Sama. Berkas ini persis surat yang diterbitkan, tidak ada satu huruf pun yang berubah.",
  beda: "Tidak sama. Berkas ini bukan surat yang diterbitkan: isinya diubah, atau berkasnya hasil pindai, foto, atau simpan ulang.",
  https: "Browser hanya mengizinkan pemeriksaan berkas di alamat https. Buka halaman ini lewat https.",
  baca: "Berkas tidak dapat dibaca. Pilih lagi berkasnya.",
};

const checkFile = async (file) => {
  if (!file) return;
  if (!globalThis.crypto?.subtle) return told(result, "segera", FILE_WORDS.https);
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const same = hexOf(new Uint8Array(digest)) === box.dataset.sha256;
    told(result, same ? "beres" : "lewat", same ? FILE_WORDS.sama : FILE_WORDS.beda);
  } catch {
    told(result, "segera", FILE_WORDS.baca);
  }
};

if (box) {
  $("#berkas-pilih").addEventListener("change", (event) => checkFile(event.target.files[0]));
  // A file let fall beside the box must not replace the page.
  d.addEventListener("dragover", (event) => event.preventDefault());
  d.addEventListener("drop", (event) => {
    event.preventDefault();
    checkFile(event.dataTransfer.files[0]);
  });
}
