// What readers set for themselves and ask of a page: easy reading, copying, printing, hearing it.
// It runs before anything is drawn, so that no page is first seen in another size; nothing is kept but one word, here.
// With box.js it is one file, which every page loads in its head.
{
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("elder");

  const kept = (word) => {
    try {
      if (word !== undefined) localStorage.setItem("elder", word);
      return localStorage.getItem("elder");
    } catch {
      return word; // storage is switched off: it holds for this page
    }
  };

  const show = (word) => {
    root.classList.toggle("elder", word === "on");
    const box = document.getElementById("elder");
    if (box) box.checked = word === "on";
  };

  const copy = async (text, where) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(where); // an office network without HTTPS, or a browser that refuses
      document.execCommand("copy");
    }
  };

  const textOf = (where) => {
    const text = where.cloneNode(true);
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    for (const one of text.querySelectorAll("[data-today]")) one.textContent = `[${day.join("-")}]`;
    return text.textContent.trim().replace(/\s+/g, " ");
  };

  const tell = (button, words) => {
    const said = button.textContent;
    if (said === words) return;
    button.ariaLive = "polite"; // so that what it says now is read out
    button.textContent = words;
    setTimeout(() => (button.textContent = said), 1500);
  };

  root.classList.add("scripts");
  if ("speechSynthesis" in window) root.classList.add("speech");
  show(asked === null ? kept() : kept(asked === "0" ? "off" : "on"));
  document.addEventListener("DOMContentLoaded", () => show(root.classList.contains("elder") ? "on" : "off"));
  addEventListener("pageshow", (event) => event.persisted && show(kept()));
  addEventListener("storage", (event) => event.key === "elder" && show(event.newValue));
  document.addEventListener("change", (event) => {
    if (event.target.id === "elder") show(kept(event.target.checked ? "on" : "off"));
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("print" in button.dataset) print();
    if ("read" in button.dataset) import("./read.js").then(({ read }) => read(button));
    const where = document.getElementById(button.dataset.copy);
    if (where) copy(textOf(where), where).then(() => tell(button, button.dataset.done));
  });
}
