/* pendaftaran.js — comfort of the village office's form on a weak line. Every page works without it,
   and it works without htmx, whose weight these pages spare; it raises htmx's events, so that portal.js
   tells of a slow or refused request here as everywhere.
   1 asking: a form is sent, and the parts that come back take their places by their ids
   2 birth date and sex from the NIK, where nothing is typed yet
   3 the draft that saves itself: told when it did not, tried again, never in the way of a button
   4 photos: sent one by one, with their progress; a broken one can be sent again */
(() => {
  const d = document;
  const $ = (selector, root = d) => root.querySelector(selector);
  const SOON = 1000, AGAIN = 15000, PATIENCE = 300000;
  const say = (text) => {
    const place = $("#kabar-suara");
    if (!place) return;
    place.textContent = "";
    setTimeout(() => (place.textContent = text), 60);
  };

  // 1. Asking.
  const put = (html) => {
    for (const part of [...new DOMParser().parseFromString(html, "text/html").body.children]) {
      const old = part.id && d.getElementById(part.id);
      if (!old) continue;
      for (const kept of part.querySelectorAll("[data-tetap]")) {
        const standing = d.getElementById(kept.id);
        if (standing) kept.replaceWith(standing);
      }
      old.replaceWith(part);
    }
  };
  const ask = (form, submitter, { progress, done, broken }) => {
    const xhr = new XMLHttpRequest(), data = new FormData(form);
    const raise = (name, detail) => form.dispatchEvent(new CustomEvent("htmx:" + name, { bubbles: true, detail }));
    if (submitter?.name) data.append(submitter.name, submitter.value);
    const failed = (name) => () => {
      raise("afterRequest", { successful: false });
      raise(name, { xhr });
      broken(xhr.status);
    };
    xhr.open("POST", form.getAttribute("action"));
    xhr.setRequestHeader("HX-Request", "true");   // answered with the changed parts only
    xhr.timeout = PATIENCE;
    if (progress) xhr.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    xhr.onerror = xhr.ontimeout = failed("sendError");
    xhr.onload = () => {
      if (xhr.status !== 200 && xhr.status !== 422) return failed("responseError")();
      put(xhr.responseText);
      raise("afterRequest", { successful: true });
      done();
    };
    raise("beforeRequest", {});
    xhr.send(form.enctype === "multipart/form-data" ? data : new URLSearchParams(data));
  };

  // 2. Only where one century fits, as on the server; the page asks to compare with the KTP.
  const born = (digits) => {
    const day = +digits.slice(6, 8), month = +digits.slice(8, 10), year = +digits.slice(10, 12), now = new Date();
    const found = [1900 + year, 2000 + year]
      .map((y) => new Date(Date.UTC(y, month - 1, day > 40 ? day - 40 : day)))
      .filter((at) => at.getUTCMonth() === month - 1 && at <= now && now.getUTCFullYear() - at.getUTCFullYear() <= 120);
    const sex = day > 40 ? "P" : "L";
    return { date: found.length === 1 ? found[0].toISOString().slice(0, 10) : "", sex: found.length ? sex : "" };
  };
  d.addEventListener("change", (e) => {
    if (!/^persons-\d+-nik$/.test(e.target.name || "")) return;
    const digits = e.target.value.replace(/[\s.-]/g, "");
    if (!/^\d{16}$/.test(digits)) return;
    const told = born(digits), near = (name) => d.getElementById(e.target.id.replace(/nik$/, name));
    if (told.date && !near("born").value) near("born").value = told.date;
    if (told.sex && !near("sex").value) near("sex").value = told.sex;
  }, true);

  // 3. The draft.
  const form = $("#daftar");
  let saving = false, leaving = false, more = false, waiting = null, timer = 0;
  const line = (text, bad) => {
    const place = $("#tersimpan");
    place.textContent = text;
    place.className = bad ? "tersimpan belum" : "redup";
  };
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };
  const freed = () => {
    saving = false;
    if (waiting) form.requestSubmit(waiting.submitter);
    else if (more) later(0);
    more = false;
  };
  const save = () => {
    if (leaving) return;
    if (saving) { more = true; return; }
    saving = true;
    line("Menyimpan …");
    ask(form, null, {
      done: freed,
      broken: (status) => {
        if (status) line("Belum tersimpan. Baca pesan di atas.", true);
        else line("Belum tersimpan. Jaringan terputus. Jangan tutup halaman ini; kami coba lagi.", true);
        freed();
        if (!status) later(AGAIN);
      },
    });
  };
  form?.addEventListener("change", () => later(SOON));
  // A button waits for the saving under way, or its version would be an old one.
  form?.addEventListener("submit", (e) => {
    clearTimeout(timer);
    if (saving) {
      waiting = { submitter: e.submitter };
      return e.preventDefault();
    }
    leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; waiting = null; });

  // 4. Photos.
  let queue = Promise.resolve();
  d.addEventListener("change", (e) => {
    // foto.js sends them when they are small; without it they go as they are.
    const input = e.target;
    if (input.type === "file" && input.files.length && !window.portalFoto) input.form.requestSubmit();
  });
  const send = (form, submitter) => new Promise((next) => {
    const row = form.closest("[data-berkas]"), bar = $("progress", row);
    row.classList.add("mengirim");
    row.classList.remove("gagal");
    bar.hidden = submitter?.name === "hapus";
    if (bar.hidden) $("[role=status]", row).textContent = "";   // the warnings go with their photo
    const id = row.id, name = row.dataset.berkas;
    ask(form, submitter, {
      progress: (share) => { bar.value = Math.round(100 * share); },
      done: () => {
        const fresh = d.getElementById(id), wrong = fresh && $(".pesan-salah", fresh);
        if (!wrong) $(".rangkuman-salah")?.remove();   // it told what was lacking before this photo
        say(name + ": " + (wrong ? wrong.textContent.trim() : $(".tanda", fresh)?.textContent.trim() || ""));
        // The field that had the focus went with the row.
        if (fresh && d.activeElement === d.body) $("input[type=file], summary, a", fresh)?.focus({ preventScroll: true });
        next();
      },
      broken: () => {
        row.classList.remove("mengirim");
        row.classList.add("gagal");
        bar.hidden = true;
        $("[role=status]", row).textContent = "Belum terkirim. Fotonya masih terpilih; tekan tombol kirim lagi.";
        $(".tanpa-js", row)?.classList.remove("tanpa-js");
        next();
      },
    });
  });
  d.addEventListener("submit", (e) => {
    const form = e.target, submitter = e.submitter;
    if (e.defaultPrevented || !form.matches("[data-unggah]")) return;
    e.preventDefault();
    queue = queue.then(() => send(form, submitter));
  });
})();
