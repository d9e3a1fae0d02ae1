// syarat.js — light checks while there is no portal to ask: the same rules and words as
// portal/identity, and the papers by the SOP and by each person's age (17 asks for the KTP).

const BLANKS = /[\s.-]/g;
export const digits = (text) => String(text || "").replace(BLANKS, "");
const isDigits = (text, length) => new RegExp(`^[0-9]{${length}}$`).test(text);
const isOneDigit = (text) => /^(\d)\1*$/.test(text);

export const today = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};
const isDay = (text) => {
  const [year, month, day] = text.split("-").map(Number), at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
};
export const age = (born, on) => {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return years - (on.slice(5) < born.slice(5) ? 1 : 0);
};

// What a NIK says: { sex, births } with one or two possible days; null when no such day is possible.
export const readNik = (nik) => {
  const day = Number(nik.slice(6, 8)), rest = `${nik.slice(8, 10)}-${String(day > 40 ? day - 40 : day).padStart(2, "0")}`;
  const births = ["19", "20"].map((century) => `${century}${nik.slice(10, 12)}-${rest}`)
    .filter((born) => isDay(born) && born <= today() && age(born, today()) <= 120);
  return births.length ? { sex: day > 40 ? "P" : "L", births } : null;
};

const nikFault = (text, words) => {
  const nik = digits(text);
  if (!isDigits(nik, 16)) return `${words.format}${nik ? ` Yang diisi ${nik.length} angka atau huruf.` : ""}`;
  if (!readNik(nik)) return words.tanggal;
  return nik.endsWith("0000") ? words.urut : "";
};
const kkFault = (text, first, words) => {
  const kk = digits(text);
  if (!isDigits(kk, 16)) return words.format;
  if (isOneDigit(kk)) return words.angka_seragam;
  return kk === first ? words.sama_dengan_nik : "";
};
const nameFault = (text, words) => {
  const name = String(text || "").trim().replace(/\s+/g, " ");
  if (!name) return words.kosong;
  if (name.length < 2 || name.length > 100) return words.panjang;
  return /^[\p{L}\p{M} '’.,\-/()]+$/u.test(name) ? "" : words.huruf;
};
const bornFault = (text) => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text || "") || !isDay(text)) return "Isi tanggal lahir seperti di KTP atau KK.";
  return text > today() ? "Tanggal lahir belum tiba. Periksa lagi." : "";
};
const cardFault = (text, needed, words) => {
  const card = digits(text);
  if (!card) return needed ? "Layanan ini memerlukan nomor kartu KIS (13 angka)." : "";
  if (!isDigits(card, 13)) return words.format;
  return isOneDigit(card) ? words.angka_seragam : "";
};
const phoneFault = (text, words) => {
  const phone = String(text || "").replace(/[\s().-]/g, "");
  if (!phone) return "";
  if (!/^\+?[0-9]+$/.test(phone)) return words.bukan_angka;
  const national = /^(?:\+62|0062|62)0?(.*)$/.exec(phone) || /^0(.*)$/.exec(phone) || /^(8.*)$/.exec(phone);
  if (!national) return words.awalan;
  const length = national[1].length, [low, high] = national[1].startsWith("8") ? [9, 12] : [7, 11];
  return length < low || length > high ? words.panjang : "";
};

// Every fault as [id of its field, sentence]; an empty list lets the number be given out.
export const faultsOf = (typed, service, words) => {
  const found = [];
  const note = (id, whose, fault) => { if (fault) found.push([id, whose ? `${whose}: ${fault}` : fault, fault]); };
  const niks = typed.persons.map((person) => digits(person.nik));
  note("kk_no", "", kkFault(typed.kk_no, niks[0], words.kk));
  note("address", "", typed.address ? "" : "Isi jorong dan alamat.");
  note("phone", "", phoneFault(typed.phone, words.phone));
  if (service.emergency && !typed.emergency_reason) note("emergency_reason", "", "Tulis alasan darurat, misalnya dirawat di mana.");
  typed.persons.forEach((person, at) => {
    const whose = at ? `Anggota ${at + 1}` : "Pemohon", id = (field) => `${field}-${at + 1}`;
    note(id("name"), whose, nameFault(person.name, words.name));
    note(id("nik"), whose, nikFault(person.nik, words.nik) ||
      (niks.indexOf(niks[at]) < at ? "NIK ini sudah ditulis untuk orang lain di berkas ini." : ""));
    note(id("born"), whose, bornFault(person.born));
    note(id("sex"), whose, person.sex ? "" : "Pilih jenis kelamin.");
    note(id("card_no"), whose, cardFault(person.card_no, service.card, words.card));
  });
  return found;
};

const applies = (need, years) =>
  need.when === "umur >= 17" ? years >= 17 : need.when === "umur < 17" ? years < 17 : true;

// The papers of a family: { field, name, must }, where field is the paper and the person's place.
export const papersOf = (typed, service) => {
  const found = [];
  for (const need of service.needs) {
    if (!need.each) found.push({ field: need.code, name: need.name, must: need.must });
    else typed.persons.forEach((person, at) => {
      const known = !bornFault(person.born);
      if (known ? applies(need, age(person.born, today())) : need.when !== "umur < 17")
        found.push({ field: `${need.code}-${at + 1}`, name: `${need.name} (${person.name || (at ? `Anggota ${at + 1}` : "Pemohon")})`, must: need.must });
    });
  }
  return found;
};
