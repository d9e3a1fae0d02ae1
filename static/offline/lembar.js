// lembar.js — the slip that the applicant takes home: number, QR code, papers, what comes next.

import { fromBase64 } from "./kunci.js";
import { papersOf } from "./syarat.js";

const SVG = "http://www.w3.org/2000/svg";
const $ = (selector) => document.querySelector(selector);
export const grouped = (number) => number.replace(/(.{5})(?=.)/g, "$1 ");

const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
  "Oktober", "November", "Desember"];
export const longDate = (iso) => {
  const at = new Date(iso);
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}`;
};

// The dark squares of each row as strokes.
const pathOf = (side, bytes) => {
  const dark = (at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1;
  let path = "";
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) if (dark(y * side + x)) path += `M${x} ${y}.5h1`;
  return path;
};

const drawCode = (box, code) => {
  const [side, squares] = code.split(" "), path = pathOf(Number(side), fromBase64(squares));
  const picture = document.createElementNS(SVG, "svg"), line = document.createElementNS(SVG, "path");
  // Four blank squares around it, or telephones do not find it.
  picture.setAttribute("viewBox", `-4 -4 ${Number(side) + 8} ${Number(side) + 8}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", "Kode QR untuk cek permohonan");
  line.setAttribute("d", path);
  line.setAttribute("stroke", "#000");
  line.setAttribute("shape-rendering", "crispEdges");
  picture.append(line);
  box.replaceChildren(picture);
};

export const fillSlip = ({ settings: { pack } }, entry) => {
  const { typed } = entry, service = pack.services.find(({ id }) => id === entry.sop);
  const others = typed.persons.length - 1;
  const facts = {
    nomor: grouped(entry.number),
    kantor: `Kantor ${pack.village.head}, ${pack.village.title}`,
    kecamatan: `Kecamatan ${pack.village.district}`,
    nama: typed.persons[0].name + (others ? ` dan ${others} orang lain` : ""),
    layanan: service ? service.name : entry.sop,
    tanggal: longDate(entry.saved_at || new Date().toISOString()),
    dinas: pack.office.name,
    situs: `${pack.site}/lacak`,
    telepon: pack.office.phone ? `atau telepon ${pack.office.phone}` : "",
    kepala: pack.village.head,
  };
  for (const [name, words] of Object.entries(facts))
    for (const place of document.querySelectorAll(`#lembar [data-isi="${name}"]`)) place.textContent = words;
  $("#lembar [data-belum]").hidden = entry.local.sent;
  $("#lembar [data-sudah]").hidden = !entry.local.sent;
  drawCode($("#lembar-qr"), entry.code);
  const fields = new Set(Object.values(entry.local.fields));
  $("#lembar-berkas").replaceChildren(...papersOf(typed, service || { needs: [] }).filter(({ must }) => must).map(({ field, name }) => {
    const row = document.createElement("li"), kept = document.createElement("b");
    kept.textContent = fields.has(field) ? " sudah difoto" : entry.papers_later ? " bawa aslinya ke Dinas Sosial" : " belum ada";
    row.append(`${name}:`, kept);
    return row;
  }));
};
