/* portal.js — comfort only. Every page works without this file.
   1 focus after an htmx swap   2 keys inside the queue   3 select all, and the count in words
   4 a slow or refused request, told   5 the leave-page guard */
(() => {
  const d = document;
  const $ = (selector, root = d) => root.querySelector(selector);
  const $$ = (selector, root = d) => [...root.querySelectorAll(selector)];
  d.documentElement.classList.add("js");

  const say = (text) => {
    const place = $("#kabar-suara");
    if (!place) return;
    place.textContent = "";
    setTimeout(() => (place.textContent = text), 60);   // a pause, or the same words are not read again
  };

  // 1. Focus: the error summary first, else whatever the server marked with data-fokus.
  const focus = (el) => { if (el) { el.tabIndex = -1; el.focus(); } };
  focus($(".rangkuman-salah"));
  d.addEventListener("htmx:afterSettle", ({ target }) =>
    focus($(".rangkuman-salah", target) || (target.matches?.("[data-fokus]") ? target : $("[data-fokus]", target))));

  // 2. Queue keys: only in the table or on a page without focus, and switchable (WCAG 2.1.4).
  d.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const key = e.key.toLowerCase(), idle = e.target === d.body;
    const act = $("[data-tuts]"), body = $("[data-pintasan='ya'] tbody");
    if (act && idle && key === act.dataset.tuts) { act.focus(); return e.preventDefault(); }
    if (!body || !(idle || body.contains(e.target))) return;
    if (e.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const rows = $$("tr", body), at = rows.indexOf(e.target.closest("tr"));
    const go = (n) => rows[Math.max(0, Math.min(rows.length - 1, n))]?.querySelector(".nama")?.focus();
    if (key === "j" || key === "arrowdown") go(at + 1);
    else if (key === "k" || key === "arrowup") go(at - 1);
    else if (key === "x" && at >= 0) $("[type=checkbox]", rows[at])?.click();
    else if (key === "/") $("#cari")?.focus();
    else return;
    e.preventDefault();
  });

  // 3. Select all. The number on screen is a CSS counter; this one is for the ear.
  d.addEventListener("change", (e) => {
    const scope = e.target.closest("[data-massal]");
    if (!scope || e.target.type !== "checkbox") return;
    const all = $("[data-semua]", scope), items = $$("[name=pilih]:not(:disabled)", scope);
    if (e.target === all) items.forEach((box) => (box.checked = all.checked));
    const n = items.filter((box) => box.checked).length;
    if (all) { all.checked = n > 0 && n === items.length; all.indeterminate = n > 0 && n < items.length; }
    say(n + " dipilih");
  });

  // 4. A bar while htmx waits (the sheet shows it after 300 ms). And htmx does not swap a refusal in: say it in the server's own words, where messages stand.
  let waiting = 0;
  const wait = (step) => () => $("#kemajuan")?.classList.toggle("htmx-request", (waiting = Math.max(0, waiting + step)) > 0);
  d.addEventListener("htmx:beforeRequest", wait(1));
  d.addEventListener("htmx:afterRequest", wait(-1));

  const tell = (text) => {
    const place = $("#kabar");
    if (!place) return;
    const p = d.createElement("p"), span = d.createElement("span");
    p.className = "lewat"; span.className = "wadah"; span.textContent = text;
    p.append(span); place.replaceChildren(p);
    p.scrollIntoView({ block: "nearest" });
  };
  d.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const words = [$("h1", page), $("h1 ~ p", page)].map((el) => el?.textContent.trim()).filter(Boolean);
    tell(words.join(". ").replace(/([.?!])\. /g, "$1 ") || "Permintaan tidak berhasil (" + xhr.status + "). Muat ulang halaman ini.");
  });
  d.addEventListener("htmx:sendError", () =>
    tell("Belum tersimpan. Jaringan terputus. Jangan tutup halaman ini, lalu coba lagi."));

  // 5. Unsaved changes.
  let dirty = false;
  d.addEventListener("input", (e) => { if (e.target.closest("[data-jaga]")) dirty = true; });
  d.addEventListener("submit", () => (dirty = false));
  d.addEventListener("htmx:afterRequest", (e) => { if (e.detail.successful) dirty = false; });
  for (const failed of ["htmx:responseError", "htmx:sendError"])
    d.addEventListener(failed, (e) => { if (e.target.closest?.("[data-jaga]")) dirty = true; });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
})();
