// pekerja.js — keeps the empty page and its files, and nothing else: no page with a person on it,
// no answer of the portal. VERSION and FILES stand before this text (portal/offline/shell.py).

const STORE = `luring-${VERSION}`, SHELL = FILES[0];

addEventListener("install", (event) => {
  const all = FILES.map((file) => new Request(file, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(all)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name.startsWith("luring-") && name !== STORE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => clients.claim()));
});

const kept = (name) => caches.open(STORE).then((store) => store.match(name, { ignoreVary: true }));

// The page itself comes from here at once; the browser looks for a newer worker by itself.
// Other pages of the village office come from the network, and only without one is this shown.
const open = async (request, path) => {
  if (path === SHELL) return (await kept(SHELL)) || fetch(request);
  try {
    return await fetch(request);
  } catch (gone) {
    const shell = await kept(SHELL);
    if (shell) return shell;
    throw gone;
  }
};

addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === "/nagari" || pathname.startsWith("/nagari/")) event.respondWith(open(request, pathname));
  } else if (FILES.includes(pathname + search)) {
    event.respondWith(kept(pathname + search).then((file) => file || fetch(request)));
  }
});
