// Make parts of a page: nodes of texts, marks in them, the words of the interface.

const EXCERPT = 110; // characters

export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((one) => one !== undefined && one !== ""));
  return node;
}

function emphasised(text, hits, from = 0, to = text.length) {
  const parts = [];
  for (const [begin, end] of hits) {
    parts.push(text.slice(from, begin), el("mark", null, text.slice(begin, end)));
    from = end;
  }
  return [...parts, text.slice(from, to)];
}

export const marked = (squeezed, words) => emphasised(squeezed.text, squeezed.hits(words));

export function excerpt(card, words) {
  const { text } = card.text;
  const { from, to, hits } = card.excerpt(words, EXCERPT);
  return [from ? "…" : "", ...emphasised(text, hits, from, to), to < text.length ? "…" : ""];
}

// Put new children into a node; what had the focus there has it again.
export function renew(node, ...children) {
  const active = document.activeElement;
  const id = node.contains(active) ? active.dataset.id : undefined;
  node.replaceChildren(...children.flat().filter((one) => one !== undefined));
  if (id) [...node.querySelectorAll("[data-id]")].find((one) => one.dataset.id === id)?.focus();
}

// The words of the interface stand in the results page, wherever the reader is.
export async function wordsOf(root) {
  const page = document.getElementById("search") ? document : await fetchedPage(`${root}search/`);
  const all = page.getElementById("words").content.querySelectorAll("data");
  return Object.fromEntries([...all].map((one) => [one.value, one.textContent]));
}

// By the one way that makes a page of an answer without making markup of a text.
function fetchedPage(url) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onload = () => resolve(request.response);
    request.onerror = reject;
    request.send();
  });
}
