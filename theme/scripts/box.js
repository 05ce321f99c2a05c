// The search box of every page: "/" leads into it, and the search itself is fetched once a reader shows interest.

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.search-box");
  const input = form.elements.q;
  let begun;

  const begin = () => {
    begun ??= import("./search.js")
      .then(({ start }) => start(form))
      .catch(() => (begun = undefined)); // the form leads to the results page all the same
  };

  input.addEventListener("focus", begin);
  if (document.activeElement === input || document.getElementById("search")) begin();

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
});
