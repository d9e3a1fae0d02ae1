/* foto.js — makes a chosen photo small before it is sent over a weak line, and says when it looks
   unreadable. Without this file, or when anything fails, the photo goes as it was chosen; the portal
   makes it small itself. A warning never blocks.

   <input type="file" data-foto data-kabar="ID of a role=status element">
   <form data-langsung>            is sent as soon as its photos are small
   <input type="hidden" data-peringatan> in the form is told the warnings: "buram gelap terang" */
(() => {
  const LONGEST = 1600, QUALITY = 0.8, LIGHT = 500 * 1024, LOOK = 800, TILES = 8, PATIENCE = 20000;
  const PHOTO = /^image\/(jpeg|png|webp|hei[cf]|avif|bmp)$/;
  const WARNINGS = {
    buram: "Foto tampak buram. Periksa apakah tulisannya terbaca; bila tidak, foto lagi.",
    gelap: "Foto tampak gelap. Bila tulisannya sulit dibaca, foto lagi di tempat terang.",
    terang: "Foto tampak terlalu terang. Bila tulisannya sulit dibaca, foto lagi tanpa lampu kilat.",
  };
  const BLURRED = 160;          // the sharpest tiles of a readable page are far above it
  const DARK = 70, PALE = 165;  // grey, 0 to 255

  const size = (bytes) => bytes < 1048576
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;

  const drawn = (picture, longest) => {
    const share = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    const pen = canvas.getContext("2d", { willReadFrequently: longest === LOOK });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  const greyOf = (canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const grey = new Float32Array(width * height);
    for (let i = 0; i < grey.length; i++)
      grey[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    return { grey, width, height };
  };

  /* The variance of the Laplacian, tile by tile; of a page with one line of writing only the tiles
     with that line count, so the sharpest few speak for the photo. */
  const sharpness = ({ grey, width, height }) => {
    const across = Math.floor((width - 2) / TILES), down = Math.floor((height - 2) / TILES);
    if (across < 4 || down < 4) return Infinity;
    const found = [];
    for (let row = 0; row < TILES; row++) for (let column = 0; column < TILES; column++) {
      let sum = 0, squares = 0;
      for (let y = 1 + row * down; y <= (row + 1) * down; y++)
        for (let x = 1 + column * across; x <= (column + 1) * across; x++) {
          const at = y * width + x;
          const edge = grey[at - 1] + grey[at + 1] + grey[at - width] + grey[at + width] - 4 * grey[at];
          sum += edge;
          squares += edge * edge;
        }
      const count = across * down;
      found.push(squares / count - (sum / count) ** 2);
    }
    found.sort((one, other) => other - one);
    return found[3];
  };

  /* How dark the darkest and the brightest hundredth of the photo are. */
  const ends = ({ grey }) => {
    const counts = new Uint32Array(256);
    for (const level of grey) counts[Math.min(255, Math.round(level))]++;
    const at = (share) => {
      let left = share * grey.length, level = 0;
      while (level < 255 && (left -= counts[level]) > 0) level++;
      return level;
    };
    return { black: at(0.01), middle: at(0.5), white: at(0.95) };
  };

  const judged = (canvas) => {
    const look = greyOf(canvas), { black, middle, white } = ends(look), found = [];
    if (middle < DARK && white < 2 * DARK) found.push("gelap");
    else if (black > PALE) found.push("terang");
    else if (sharpness(look) < BLURRED) found.push("buram");
    return found;
  };

  const asFile = (canvas, name) => new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob && blob.type === "image/jpeg"
      ? done(new File([blob], `${name.replace(/\.[^.]*$/, "") || "foto"}.jpg`, { type: "image/jpeg" }))
      : failed(new Error("no JPEG"))), "image/jpeg", QUALITY));

  const shrink = async (file) => {
    const unseen = { file, warnings: [], codes: [], seen: false };
    if (!PHOTO.test(file.type)) return unseen;
    let picture;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const codes = judged(drawn(picture, LOOK));
      const warnings = codes.map((code) => WARNINGS[code]);
      const fits = Math.max(picture.width, picture.height) <= LONGEST;
      if (fits && file.type === "image/jpeg" && file.size <= LIGHT) return { file, warnings, codes, seen: true };
      const small = await asFile(drawn(picture, LONGEST), file.name);
      return { file: fits && small.size >= file.size ? file : small, warnings, codes, seen: true };
    } catch {
      return unseen;
    } finally {
      if (picture) picture.close();
    }
  };

  const busy = new Map();  // input -> the promise of its small photos

  const say = (input, text, warns = false) => {
    const place = input.dataset.kabar && document.getElementById(input.dataset.kabar);
    if (!place) return;
    place.textContent = text;
    place.classList.toggle("pesan-salah", warns);
  };

  const change = async (input) => {
    const chosen = [...input.files];
    const before = chosen.reduce((sum, file) => sum + file.size, 0);
    if (!chosen.some((file) => PHOTO.test(file.type))) { say(input, ""); return []; }
    say(input, "Foto sedang dikecilkan …");
    const made = [];
    for (const file of chosen) made.push(await shrink(file));  // one at a time: old laptops are small
    if (input.files.length !== chosen.length || chosen.some((file, n) => input.files[n] !== file)) return null;
    const box = new DataTransfer();
    for (const { file } of made) box.items.add(file);
    if (made.some(({ file }, n) => file !== chosen[n])) input.files = box.files;
    const after = made.reduce((sum, { file }) => sum + file.size, 0);
    const told = after < before ? `Foto dikecilkan dari ${size(before)} menjadi ${size(after)}.`
      : made.every(({ seen }) => seen) ? "Foto siap dikirim." : "Berkas akan diperiksa saat dikirim.";
    const warnings = [...new Set(made.flatMap((one) => one.warnings))];
    say(input, warnings.length ? warnings.join(" ") : told, warnings.length > 0);
    return [...new Set(made.flatMap(({ codes }) => codes))];
  };

  const start = (input) => {
    const form = input.form;
    const work = change(input).catch(() => { say(input, ""); return []; }).then((codes) => {
      if (busy.get(input) !== work) return;  // another photo was chosen meanwhile
      busy.delete(input);
      if (!form || codes === null) return;
      const place = form.querySelector("[data-peringatan]");
      if (place) place.value = codes.join(" ");
      const waited = form.dataset.menunggu;  // the button was pressed; it will send the form
      if (form.hasAttribute("data-langsung") && input.files.length && !waited) form.requestSubmit();
    });
    busy.set(input, work);
  };

  document.addEventListener("change", (e) => {
    if (e.target.matches && e.target.matches("input[type=file][data-foto]")) start(e.target);
  });

  /* Who presses the button too early waits for the small photo, but not for ever. */
  document.addEventListener("submit", (e) => {
    const form = e.target, inputs = [...busy.keys()].filter((input) => input.form === form);
    if (!inputs.length || form.dataset.menunggu === "lewat") return;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (form.dataset.menunggu) return;
    form.dataset.menunggu = "ya";
    const patience = new Promise((done) => { setTimeout(done, PATIENCE); });
    Promise.race([Promise.all(inputs.map((input) => busy.get(input))), patience]).then(() => {
      inputs.forEach((input) => busy.delete(input));
      form.dataset.menunggu = "lewat";
      form.requestSubmit(e.submitter);
      delete form.dataset.menunggu;
    });
  }, true);

  window.portalFoto = { shrink };
})();
