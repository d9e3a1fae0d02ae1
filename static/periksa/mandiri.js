// mandiri.js — the check page without a server: pasted or scanned text in, a verdict out.
// portal/verify/standalone.py writes it into one file together with segel.js and noble-ed25519.

const d = document;
const $ = (selector) => d.querySelector(selector);
const known = JSON.parse($("#kunci").textContent);
d.documentElement.classList.add("js");

const VERDICTS = {
  asli: ["beres", "Segel asli", "Kantor benar menerbitkan surat dengan nomor, tanggal, dan jenis ini. Cocokkan dengan kertasnya; bila satu saja berbeda, jangan terima kertas itu."],
  isi: ["lewat", "Bukan segel surat", "Teks ini bukan isi kode QR surat, atau tidak utuh. Jangan terima surat ini atas dasar kode QR-nya."],
  ubah: ["lewat", "Segel palsu", "Isi kode QR sudah diubah atau bukan buatan kantor. Jangan terima surat ini, dan beri tahu kantornya."],
  lambat: ["lewat", "Segel palsu", "Tanggal surat sesudah kuncinya dihentikan. Jangan terima surat ini, dan beri tahu kantornya."],
  kunci: ["lewat", "Kunci tidak dikenal", "Segel ini dibuat dengan kunci yang tidak ada di halaman ini. Bila suratnya lebih baru daripada halaman ini, unduh halaman periksa yang baru. Bila tidak, jangan terima surat ini."],
  browser: ["segera", "Belum dapat diperiksa", "Browser ini terlalu lama dan tidak dapat memeriksa segel. Perbarui browsernya, atau pakai perangkat lain."],
};

const tell = (name, found) => {
  const [tone, title, words] = VERDICTS[name];
  const box = $("#hasil");
  box.dataset.putusan = name;
  $("#hasil-atas").className = `status-atas ${tone}`;
  $("#hasil-judul").textContent = title;
  $("#hasil-kalimat").textContent = words;
  $("#hasil-data").hidden = !found;
  if (found) {
    const facts = { nomor: found.number, tanggal: longDate(found.date), jenis: found.kind, kode: found.code, kunci: found.key, alamat: found.place };
    for (const [place, text] of Object.entries(facts)) $(`#data-${place}`).textContent = text;
  }
  box.hidden = false;
  box.focus();
};

const check = async (text) => {
  try {
    tell("asli", await openSeal(text.trim(), known, async () => nobleEd25519()));
  } catch (error) {
    tell(error.why || "isi");
  }
};

$("#periksa").addEventListener("click", () => check($("#teks").value));

// A camera or a photo, where the browser can read QR codes by itself.
const read = async (picture) => {
  const [seen] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
  return seen?.rawValue;
};
const take = (text) => {
  $("#teks").value = text;
  return check(text);
};

const watch = async () => {
  const video = $("#kamera"), words = $("#kamera-kabar");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    words.textContent = "Kamera tidak dapat dibuka. Izinkan kamera, atau tempel teks kode QR-nya.";
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  words.textContent = "Arahkan kamera ke kode QR pada surat.";
  const look = async () => {
    const text = await read(video).catch(() => undefined);
    if (!text) return setTimeout(look, 200);
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    words.textContent = "";
    return take(text);
  };
  look();
};

const readPhoto = async (event) => {
  const words = $("#kamera-kabar");
  try {
    const text = await read(await createImageBitmap(event.target.files[0]));
    if (text) return take(text);
  } catch { /* told below, as when nothing was found */ }
  words.textContent = "Tidak ada kode QR yang terbaca pada foto itu. Coba foto yang lebih dekat dan terang.";
};

if ("BarcodeDetector" in globalThis) {
  $("#pindai").hidden = false;
  $("#foto").addEventListener("change", readPhoto);
  if (navigator.mediaDevices?.getUserMedia) $("#buka-kamera").addEventListener("click", watch);
  else $("#buka-kamera").hidden = true;
}
