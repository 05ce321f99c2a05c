// Reads a text aloud by the browser's own voice, a paragraph at a time: long ones break off in some browsers.

const PARTS = ".masthead-series, .masthead-label, .notice > *, .editors-note, .item-title, .prose > *";
let waiting = [];
let told;

function voiceOf(language) {
  return new Promise((found) => {
    const look = () => speechSynthesis.getVoices().find(({ lang }) => lang.replace("_", "-").startsWith(language));
    if (look()) return found(look());
    speechSynthesis.addEventListener("voiceschanged", () => found(look()), { once: true });
    setTimeout(() => found(look()), 1000);
  });
}

function mark(part) {
  for (const one of document.querySelectorAll(".spoken")) one.classList.remove("spoken");
  if (!part) return;
  part.classList.add("spoken");
  part.scrollIntoView({ block: "nearest" });
}

function next(voice, button) {
  const part = waiting.shift();
  mark(part);
  if (!part) {
    button.textContent = told;
    return;
  }
  const words = new SpeechSynthesisUtterance(part.textContent);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  words.onend = () => next(voice, button);
  speechSynthesis.speak(words);
}

// The button begins, pauses and goes on.
export async function read(button) {
  told ??= button.textContent;
  if (speechSynthesis.speaking) {
    const paused = speechSynthesis.paused;
    if (paused) speechSynthesis.resume();
    else speechSynthesis.pause();
    button.textContent = paused ? button.dataset.pause : button.dataset.resume;
    return;
  }
  const voice = await voiceOf("zh");
  if (!voice) {
    button.textContent = button.dataset.silent;
    button.disabled = true;
    return;
  }
  waiting = [...document.querySelectorAll(PARTS)].filter((part) => part.textContent.trim());
  button.textContent = button.dataset.pause;
  next(voice, button);
}

addEventListener("pagehide", () => speechSynthesis.cancel());
