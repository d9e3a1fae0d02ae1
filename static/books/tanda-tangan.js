/* tanda-tangan.js — the receiver signs on the screen. Without this file the printed page is signed.
   The strokes travel as JSON in a hidden field: a list of strokes, each a list of [x, y] in a 600 x 200 box. */
(() => {
  const place = document.querySelector("[data-tanda-tangan]");
  if (!place) return;
  const WIDTH = 600, HEIGHT = 200, MOST_STROKES = 60, MOST_POINTS = 4000;
  const box = place.querySelector("[data-kotak]"), canvas = place.querySelector("canvas");
  const field = place.querySelector("[name=strokes]"), status = place.querySelector("[data-keadaan]");
  const choices = [...place.querySelectorAll("[name=sign_on]")];
  const pen = canvas.getContext("2d");
  let strokes = [], drawing = null;

  place.hidden = false;
  document.querySelector("[data-tanpa-layar]").hidden = true;

  const count = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const draw = () => {
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.lineWidth = 5; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#111";
    for (const stroke of strokes) {
      pen.beginPath();
      pen.moveTo(...stroke[0]);
      for (const point of stroke.length > 1 ? stroke : [stroke[0], stroke[0]]) pen.lineTo(...point);
      pen.stroke();
    }
  };
  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    status.textContent = strokes.length ? "Tanda tangan sudah ada." : "";
  };
  const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  const point = (e) => {
    const seen = canvas.getBoundingClientRect();
    return [within((e.clientX - seen.left) / seen.width * WIDTH, WIDTH),
            within((e.clientY - seen.top) / seen.height * HEIGHT, HEIGHT)];
  };
  const show = () => { box.hidden = !choices.some((choice) => choice.value === "layar" && choice.checked); };

  canvas.addEventListener("pointerdown", (e) => {
    if (!e.isPrimary || strokes.length >= MOST_STROKES || count() >= MOST_POINTS) return;
    e.preventDefault();
    canvas.setPointerCapture(e.pointerId);
    drawing = [point(e)];
    strokes.push(drawing);
    draw();
  });
  canvas.addEventListener("pointermove", (e) => {
    if (!drawing || !e.isPrimary) return;
    const [x, y] = point(e), [lastX, lastY] = drawing[drawing.length - 1];
    // Points closer than the pen is wide say nothing more.
    if (Math.hypot(x - lastX, y - lastY) < 3 || count() >= MOST_POINTS) return;
    drawing.push([x, y]);
    draw();
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => { if (drawing) { drawing = null; keep(); } });
  place.querySelector("[data-ulangi]").addEventListener("click", () => { strokes = []; drawing = null; draw(); keep(); });
  for (const choice of choices) choice.addEventListener("change", show);

  try { strokes = field.value ? JSON.parse(field.value) : []; } catch { strokes = []; }
  show(); draw(); keep();
})();
