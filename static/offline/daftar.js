// daftar.js — the list of what this account has on this laptop, each with its visible state.

import * as simpanan from "./simpanan.js";
import { listOf } from "./catatan.js";
import { isOpen } from "./kiriman.js";
import { grouped } from "./lembar.js";
import { numbersLeft } from "./pintu.js";

const d = document;
const $ = (selector, root = d) => root.querySelector(selector);
export const FEW = 10;

const STATES = {
  draf: ["", "Draf, belum dikirim"],
  menunggu: ["segera", "Menunggu jaringan"],
  mengirim: ["proses", "Sedang dikirim"],
  terkirim: ["beres", "Terkirim ke Dinas Sosial"],
  bentrok: ["lewat", "Bentrok, belum masuk"],
  ditolak: ["", "Dibuang"],
};
const PART = ["segera", "Sampai di portal, belum lengkap"];
const WHY = {
  masuk: "Masuk lagi untuk mengirim. Isian tetap tersimpan di laptop ini.",
  lain: "Di portal Anda masuk dengan akun lain. Masuk dengan akun ini untuk mengirim.",
};

export const tellAt = (place, words) => {
  $(place).textContent = words;
  $(place).hidden = !words;
};

const wordsOf = (entry) => {
  if (!entry) return { title: "Isian ini tidak dapat dibuka", number: "", told: "" };
  const { typed: { persons }, local } = entry, others = persons.length - 1;
  const told = [local.why, local.renumbered && `Nomornya diganti dari ${grouped(entry.number)}. Beri tahu pemohon.`,
    ...(local.photo_faults || []).map((fault) => `Foto tidak masuk: ${fault}`)];
  return {
    title: (persons[0].name || "Tanpa nama") + (others ? ` dan ${others} orang lain` : ""),
    number: local.renumbered || entry.number,
    told: told.filter(Boolean).join(" "),
  };
};

const rowOf = ({ record, entry }, line, acts) => {
  const row = $("#t-baris").content.firstElementChild.cloneNode(true), mark = $(".tanda", row);
  const local = entry ? entry.local : {}, part = record.state === "terkirim" && !local.sent;
  const [kind, state] = part ? PART : STATES[record.state], { title, number, told } = wordsOf(entry);
  if (kind) mark.classList.add(kind);
  mark.textContent = state;
  row.dataset.keadaan = record.state;
  $("h3", row).textContent = title;
  $("[data-nomor]", row).textContent = number ? `Nomor ${grouped(number)}` : "Belum bernomor";
  $("[data-sebab]", row).textContent = told;
  const offer = (act, wanted, work) => {
    const button = $(`[data-aksi=${act}]`, row);
    button.hidden = !wanted;
    $(".vh", button).textContent = ` ${title}`;
    if (work) button.addEventListener("click", work);
  };
  const unnumbered = record.state === "draf" && !number;
  offer("ubah", entry && ["draf", "menunggu", "bentrok"].includes(record.state), () => acts.edit(record.item, entry));
  offer("lembar", entry && entry.number && !local.renumbered && record.state !== "ditolak", () => acts.slip(entry));
  offer("hapus", record.state === "ditolak" || unnumbered, () => acts.drop(record.item));
  offer("putus", record.state === "bentrok" && line === "");
  offer("lengkapi", part && local.ref && line === "");
  if (local.ref) $("[data-aksi=lengkapi]", row).href = `/nagari/pra/${local.ref}`;
  return row;
};

const numbersWords = (left) => {
  if (!left) return "Nomor habis. Sambungkan ke internet untuk mengambil nomor baru; sampai itu, isian disimpan sebagai draf.";
  return left < FEW ? `Nomor tinggal ${left}. Sambungkan ke internet agar nomor baru diambil.` : "";
};

export const showList = async (laptop, line, sending, acts) => {
  const mine = await listOf(laptop), left = await numbersLeft(laptop);
  const open = mine.filter(({ record }) => isOpen(record)).length;
  const clashes = mine.filter(({ record }) => record.state === "bentrok").length;
  const foreign = (await simpanan.allEntries()).filter((record) => record.akun !== laptop.id && isOpen(record)).length;
  $("#daftar-judul").textContent = laptop.settings.pack.village.title;
  $("#jumlah-tunggu").textContent = open - clashes;
  $("#jumlah-nomor").textContent = left;
  tellAt("#nomor-tipis", numbersWords(left));
  tellAt("#akun-lain", foreign ? `${foreign} pendaftaran milik akun lain juga menunggu di laptop ini. Pemiliknya harus membuka kuncinya sendiri.` : "");
  tellAt("#sambungan", WHY[line] || "");
  $("#masuk-lagi").hidden = !WHY[line];
  $("#kirim").disabled = sending || !open;
  $("#ke-berkas").hidden = !open;
  $("#butir").replaceChildren(...mine.map((one) => rowOf(one, line, acts)));
  $("#butir").hidden = !mine.length;
  $("#kosong").hidden = mine.length > 0;
  return left;
};
