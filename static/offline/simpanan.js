// simpanan.js — what this browser keeps. Names, NIKs and photos stand here only sealed; in clear
// stand random names, how many wait, and which number of a block comes next.
//   akun  one account on this laptop: its wrapped key and sealed settings
//   butir one family;  foto one photo of a family;  blok how far a block of numbers is used

const NAME = "portal-luring", VERSION = 1;
let opened;

const database = () => {
  opened = opened || new Promise((yes, no) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      db.createObjectStore("akun", { keyPath: "id" });
      db.createObjectStore("butir", { keyPath: "item" }).createIndex("akun", "akun");
      db.createObjectStore("foto", { keyPath: "item" }).createIndex("butir", "butir");
      db.createObjectStore("blok", { keyPath: "ref" }).createIndex("akun", "akun");
    };
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
  return opened;
};

// One transaction; what `work` gives is read after everything is on the disk.
const inside = async (stores, mode, work) => {
  const db = await database();
  return new Promise((yes, no) => {
    const change = db.transaction(stores, mode, { durability: "strict" });
    const found = work(change);
    change.oncomplete = () => yes(found && "result" in found ? found.result : found);
    change.onerror = change.onabort = () => no(change.error);
  });
};
const read = (store, ask) => inside(store, "readonly", (change) => ask(change.objectStore(store)));
const change = (store, ask) => inside(store, "readwrite", (all) => ask(all.objectStore(store)));

export const accounts = () => read("akun", (store) => store.getAll());
export const account = (id) => read("akun", (store) => store.get(id));
export const keepAccount = (record) => change("akun", (store) => store.put(record));

export const entries = (id) => read("butir", (store) => store.index("akun").getAll(id));
export const allEntries = () => read("butir", (store) => store.getAll());
export const entry = (item) => read("butir", (store) => store.get(item));
export const keepEntry = (record) => change("butir", (store) => store.put(record));

export const photos = (item) => read("foto", (store) => store.index("butir").getAll(item));
export const photo = (item) => read("foto", (store) => store.get(item));
export const keepPhoto = (record) => change("foto", (store) => store.put(record));
export const dropPhoto = (item) => change("foto", (store) => store.delete(item));

const dropPhotosOf = (all, item) => {
  const asked = all.objectStore("foto").index("butir").openKeyCursor(item);
  asked.onsuccess = () => {
    const at = asked.result;
    if (!at) return;
    all.objectStore("foto").delete(at.primaryKey);
    at.continue();
  };
};
export const dropPhotos = (item) => inside(["foto"], "readwrite", (all) => dropPhotosOf(all, item));
export const dropEntry = (item) => inside(["butir", "foto"], "readwrite", (all) => {
  all.objectStore("butir").delete(item);
  dropPhotosOf(all, item);
});

export const blocks = (id) => read("blok", (store) => store.index("akun").getAll(id));
// A block that is known already keeps its place: its numbers must never be given twice.
export const addBlock = (record) => inside("blok", "readwrite", (all) => {
  const store = all.objectStore("blok"), asked = store.getKey(record.ref);
  asked.onsuccess = () => { if (!asked.result) store.add(record); };
});

// The next place of a block, in one transaction: two tabs wait for each other here.
export const takePlace = (id) => inside("blok", "readwrite", (all) => {
  const taken = { ref: "", place: -1 };
  const asked = all.objectStore("blok").index("akun").openCursor(id);
  asked.onsuccess = () => {
    const at = asked.result;
    if (!at || taken.ref) return;
    const block = at.value;
    if (block.next < block.total) {
      taken.ref = block.ref;
      taken.place = block.next;
      at.update({ ...block, next: block.next + 1 });
    } else at.continue();
  };
  return taken;
});
