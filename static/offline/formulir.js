// formulir.js — the form of one family. Every change is sealed and kept as a draft at once.

import * as simpanan from "./simpanan.js";
import { emptyPerson, keepEntry, keepPhoto, thumbOf } from "./catatan.js";
import { digits, faultsOf, papersOf, readNik } from "./syarat.js";

const d = document;
const $ = (selector, root = d) => root.querySelector(selector);
const MOST_BYTES = 10 * 1024 * 1024, MOST_FILES = 6;
const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
  "Oktober", "November", "Desember"];
const PERSON = ["name", "nik", "born", "birth_place", "sex", "relation", "card_no"];
const FAMILY = ["kk_no", "address", "phone", "emergency_reason"];

let laptop, item, entry, clock, thumbs, saving;

const service = () => laptop.settings.pack.services.find(({ id }) => id === entry.sop);
const say = (words) => { $("#isian-kabar").textContent = words; };

// ---- persons ----

const personBox = (person, place) => {
  const box = $("#t-orang").content.firstElementChild.cloneNode(true);
  for (const field of box.querySelectorAll("[id]")) field.id = `${field.id}-${place}`;
  for (const label of box.querySelectorAll("label")) label.htmlFor = `${label.htmlFor}-${place}`;
  for (const input of box.querySelectorAll("[aria-describedby]"))
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")}-${place}`);
  $("legend", box).textContent = place === 1 ? "Pemohon" : `Anggota ${place}`;
  const relation = $("[data-nama=relation]", box);
  for (const words of laptop.settings.pack.relations) relation.append(new Option(words, words));
  for (const name of PERSON) $(`[data-nama=${name}]`, box).value = person[name];
  const drop = $("[data-aksi=hapus-orang]", box);
  drop.hidden = place === 1;
  drop.append(` Hapus anggota ${place}`);
  drop.addEventListener("click", () => dropPerson(place));
  return box;
};

const hint = (box) => {
  const nik = digits($("[data-nama=nik]", box).value), found = nik.length === 16 && readNik(nik);
  const [year, month, day] = found ? found.births[found.births.length - 1].split("-").map(Number) : [];
  $("[data-petunjuk]", box).textContent = found
    ? `Dari NIK: ${found.sex === "P" ? "perempuan" : "laki-laki"}, lahir ${day} ${MONTHS[month - 1]}${found.births.length === 1 ? ` ${year}` : ""}. Jika berbeda dengan KTP, periksa lagi NIK.`
    : "";
};

const showPersons = () => {
  $("#orang").replaceChildren(...entry.typed.persons.map((person, at) => personBox(person, at + 1)));
  for (const box of $("#orang").children) hint(box);
  for (const box of d.querySelectorAll("[data-kartu]")) box.hidden = !service().card;
  $("#tambah-orang").hidden = entry.typed.persons.length >= laptop.settings.pack.most;
};

const addPerson = () => {
  collect();
  entry.typed.persons.push(emptyPerson("Anak"));
  showPersons();
  $(`#name-${entry.typed.persons.length}`).focus();
  changed();
};

// Photos of a person's papers go with the person; those of the persons below move up.
const dropPerson = async (place) => {
  collect();
  entry.typed.persons.splice(place - 1, 1);
  for (const [photo, field] of Object.entries(entry.local.fields)) {
    const [code, at] = field.split("-");
    if (Number(at) >= place) await dropPhoto(photo);
    else if (at) entry.local.fields[photo] = `${code}-${at}`;
  }
  showPersons();
  showPapers();
  $("#tambah-orang").focus();
  changed();
};

// ---- papers ----

const photosOf = (field) => entry.photos.filter((photo) => entry.local.fields[photo] === field);

const paperBox = ({ field, name, must }) => {
  const box = $("#t-kertas").content.firstElementChild.cloneNode(true), there = photosOf(field);
  const input = $("input", box), label = $("label", box), news = $("[data-kabar]", box), drop = $("button", box);
  input.id = `foto-${field}`;
  label.htmlFor = input.id;
  news.id = `kabar-${field}`;
  input.setAttribute("aria-describedby", news.id);
  $("b", box).textContent = name;
  $("[data-keadaan]", box).textContent = there.length
    ? `${there.length} foto tersimpan di laptop ini` : must ? "Belum difoto" : "Boleh tidak ada";
  label.firstChild.textContent = there.length ? "Tambah foto " : "Pilih atau ambil foto ";
  $("span", label).textContent = name;
  box.classList.toggle("perlu", !there.length && must);
  drop.hidden = !there.length;
  $("span", drop).textContent = ` foto ${name}`;
  input.disabled = there.length >= MOST_FILES;
  const thumb = thumbs[there[there.length - 1]];
  if (thumb) {
    const picture = new Image();
    picture.alt = "";
    picture.src = thumb;
    $(".lembar", box).replaceChildren(picture);
  }
  input.addEventListener("change", () => takePhotos(field, input, news));
  drop.addEventListener("click", async () => {
    await dropPhoto(there[there.length - 1]);
    showPapers();
    $(`#foto-${field}`).focus();
    changed();
  });
  return box;
};

const showPapers = () => {
  const papers = papersOf(entry.typed, service());
  const shape = JSON.stringify([papers, papers.map(({ field }) => photosOf(field))]);
  const place = $("#kertas");
  if (place.dataset.bentuk === shape) return;
  place.dataset.bentuk = shape;
  place.replaceChildren(...papers.map(paperBox));
  const lacking = papers.filter(({ field, must }) => must && !photosOf(field).length).length;
  $("#nanti-kotak").hidden = !lacking;
  $("#kertas-ringkas").textContent = lacking
    ? `${lacking} berkas belum difoto. Boleh menyusul: pendaftaran dilengkapi nanti saat ada jaringan.`
    : "Semua berkas sudah difoto.";
};

const takePhotos = async (field, input, news) => {
  const words = [];
  for (const chosen of [...input.files].slice(0, MOST_FILES - photosOf(field).length)) {
    news.textContent = "Foto sedang dikecilkan…";
    let file = chosen;
    if (window.portalFoto) {
      const small = await window.portalFoto.shrink(chosen).catch(() => null);
      if (small) {
        file = small.file;
        words.push(...small.warnings);
      }
    }
    if (file.size > MOST_BYTES) {
      words.push(`Foto terlalu besar (${Math.ceil(file.size / 1048576)} MB). Paling besar 10 MB.`);
      continue;
    }
    const photo = await keepPhoto(laptop, item, field, file);
    entry.photos.push(photo);
    entry.local.fields[photo] = field;
    thumbs[photo] = await thumbOf(laptop, photo);
  }
  input.value = "";
  collect();
  await keep();
  showPapers();
  $(`#kabar-${field}`).textContent = words.join(" ");
  $(`#foto-${field}`).focus();
};

const dropPhoto = async (photo) => {
  entry.photos = entry.photos.filter((kept) => kept !== photo);
  delete entry.local.fields[photo];
  await simpanan.dropPhoto(photo);
};

// ---- the form as a whole ----

const collect = () => {
  for (const name of FAMILY) entry.typed[name] = $(`#${name}`).value.trim();
  entry.papers_later = $("#papers_later").checked;
  [...$("#orang").children].forEach((box, at) => {
    for (const name of PERSON) entry.typed.persons[at][name] = $(`[data-nama=${name}]`, box).value.trim();
  });
};

const keep = () => {
  clearTimeout(clock);
  // One after the other: an older draft must never be written over a newer one.
  saving = (saving || Promise.resolve()).then(async () => {
    if (!entry) return;
    await keepEntry(laptop, item, "draf", entry);
    const at = new Date();
    say(`Draf tersimpan di laptop ini pukul ${String(at.getHours()).padStart(2, "0")}.${String(at.getMinutes()).padStart(2, "0")}`);
  });
  return saving;
};

const changed = () => {
  if (!entry) return;
  collect();
  showPapers();
  clearTimeout(clock);
  clock = setTimeout(keep, 700);
};

const describe = (field, id, there) => {
  const ids = (field.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
  if (there) ids.unshift(id);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
};
const clearFault = (field) => {
  field.removeAttribute("aria-invalid");
  describe(field, `${field.id}-s`, false);
  d.getElementById(`${field.id}-s`)?.remove();
};

const markFaults = (faults) => {
  for (const field of d.querySelectorAll("#isian [aria-invalid]")) clearFault(field);
  const list = $("#isian-salah ul");
  list.replaceChildren();
  for (const [id, words, own] of faults) {
    const field = d.getElementById(id), link = d.createElement("a"), line = d.createElement("li");
    link.href = `#${id}`;
    link.textContent = words;
    link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });
    line.append(link);
    list.append(line);
    const note = d.createElement("p");
    note.className = "pesan-salah";
    note.id = `${id}-s`;
    note.textContent = own;
    field.setAttribute("aria-invalid", "true");
    describe(field, note.id, true);
    field.before(note);
  }
  $("#isian-salah").hidden = !faults.length;
  if (faults.length) $("#isian-salah").focus();
};

// Put a family on screen; a new one when there is no item yet.
export const openForm = async (mine, name, found) => {
  [laptop, item, entry, thumbs] = [mine, name, found, {}];
  if (!service()) entry.sop = laptop.settings.pack.services[0].id;
  for (const photo of entry.photos) thumbs[photo] = await thumbOf(laptop, photo);
  const choice = $("#sop");
  choice.replaceChildren(...laptop.settings.pack.services.map(({ id, name: words }) => new Option(words, id)));
  choice.value = entry.sop;
  for (const field of FAMILY) $(`#${field}`).value = entry.typed[field];
  $("#papers_later").checked = entry.papers_later;
  $("#darurat").hidden = !service().emergency;
  $("#isian-simpan").textContent = entry.number ? "Simpan perubahan" : "Simpan dan beri nomor";
  $("#kertas").dataset.bentuk = "";
  showPersons();
  showPapers();
  markFaults([]);
  say("");
};

// Everything right and kept: gives [item, entry]; null when something has to be put right first.
export const closeForm = async () => {
  collect();
  const faults = faultsOf(entry.typed, service(), laptop.settings.pack.words);
  await keep();
  markFaults(faults);
  return faults.length ? null : [item, entry];
};

// Leave it as the draft it is; a family of which nothing was written is not kept.
export const leaveForm = async () => {
  if (!entry) return;
  collect();
  await keep();
  const { persons, ...rest } = entry.typed;
  const written = Object.values(rest).concat(...persons.map((person) => [person.name, person.nik, person.born]));
  if (!entry.number && !entry.photos.length && !written.some(Boolean)) await simpanan.dropEntry(item);
  entry = undefined;
};

// It has its number and is out of this form's hands.
export const forgetForm = () => {
  clearTimeout(clock);
  entry = undefined;
};

export const startForm = () => {
  const form = $("#isian form");
  form.addEventListener("input", (event) => {
    const box = event.target.closest(".anggota");
    if (box && event.target.dataset.nama === "nik") hint(box);
    clearFault(event.target);
    if (event.target.type !== "file") changed();
  });
  d.addEventListener("visibilitychange", () => { if (d.hidden && entry) { collect(); keep(); } });
  $("#sop").addEventListener("change", () => {
    entry.sop = $("#sop").value;
    $("#darurat").hidden = !service().emergency;
    for (const box of d.querySelectorAll("[data-kartu]")) box.hidden = !service().card;
    changed();
  });
  $("#tambah-orang").addEventListener("click", addPerson);
};
