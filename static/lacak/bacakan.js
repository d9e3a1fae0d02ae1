// Reads the answer aloud where the browser can; without it there is no button. Nothing is kept.
const button = document.getElementById("bacakan"), voice = window.speechSynthesis;
if (button && voice) {
  const label = button.querySelector("span"), ready = label.textContent;
  const stop = () => { voice.cancel(); label.textContent = ready; button.ariaPressed = "false"; };
  const lines = () => [...document.querySelectorAll("[data-baca] :is(h1,h2,p,li,b,span,small)")]
    .filter((it) => !it.querySelector("b,span,small,button") && !button.contains(it));
  button.hidden = false;
  button.onclick = () => {
    if (button.ariaPressed === "true") return stop();
    button.ariaPressed = "true";
    label.textContent = button.dataset.henti;
    const parts = lines().map((it) => {
      const part = new SpeechSynthesisUtterance(it.textContent);
      part.lang = it.closest("[lang]").lang;
      return part;
    });
    parts.at(-1).onend = stop;
    parts.forEach((part) => voice.speak(part));
  };
  addEventListener("pagehide", stop);
}
