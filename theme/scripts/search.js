// The results page, and where the search begins: there, or a panel below the box of any other page.

import { FACETS } from "./find.js";
import { Squeezed } from "./fold.js";
import { el, excerpt, marked, renew } from "./nodes.js";
import { Box, Panel } from "./panel.js";

const SHOWN = 10;
const MANY = 8; // entries of a facet before "more"

// The results page: its address says what is shown.
class Results extends Box {
  constructor(form) {
    super(form);
    for (const id of ["said", "search", "found", "sort", "notes", "hits", "more", "facets", "help", "browse"]) {
      this[id] = document.getElementById(id);
    }
    this.title = document.title;
    this.other = document.querySelector(".languages a"); // the same search in the other language
    this.wide = matchMedia("(min-width: 60rem)");
    this.wide.addEventListener("change", ({ matches }) => this.facets.firstChild && (this.facets.firstChild.open = matches));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.jump && this.input.value === this.asked) location.assign(this.jump.href);
      else this.ask();
      this.note();
      this.fresh = false;
    });
    this.more.addEventListener("click", () => this.extend());
    document.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  // Begin from the address.
  restore() {
    const given = new URLSearchParams(location.search);
    this.input.value = given.get("q") ?? "";
    this.chosen = Object.fromEntries(FACETS.filter((key) => given.get(key)).map((key) => [key, given.get(key)]));
    this.sorted = given.get("sort") === "date" ? "date" : "";
    this.fresh = false;
    clearTimeout(this.noting);
    this.start(history.state?.count ?? SHOWN);
  }

  // An address within this page, with some things changed: {q, sort, series, …}, "" for none.
  to(changes) {
    const given = new URLSearchParams({ q: this.asked.trim(), ...this.chosen, sort: this.sorted, ...changes });
    for (const [key, value] of [...given]) if (!value) given.delete(key);
    return `?${given}`;
  }

  ask() {
    this.start(SHOWN);
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.note(), 500);
  }

  start(count) {
    this.asked = this.input.value;
    this.jump = null;
    if (this.other) this.other.search = this.to({});
    this.go({ text: this.asked, chosen: this.chosen, sort: this.sorted }, count);
  }

  // Write what is asked into the address: one entry in the history for what is typed in one go.
  note() {
    clearTimeout(this.noting);
    const to = this.to({});
    if (to === (location.search || "?")) return;
    history[this.fresh ? "replaceState" : "pushState"](null, "", to);
    this.fresh = true;
  }

  clicked(event) {
    const link = event.target.closest("a");
    if (!link) return;
    this.note();
    if (link.hreflang) link.search = location.search; // the other language's page of the same search
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!plain || !link.getAttribute("href").startsWith("?")) return;
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href"));
    this.restore();
  }

  async extend() {
    const turn = this.turn;
    const before = this.found_.cards.length;
    try {
      await this.found_.more(SHOWN);
    } catch {
      return this.go(this.found_.ask, before + SHOWN);
    }
    if (turn !== this.turn) return;
    history.replaceState({ count: this.found_.cards.length }, "");
    this.show(this.found_, true);
    this.links()[before + this.links().length - this.found_.cards.length]?.focus();
  }

  links() {
    return [...this.search.querySelectorAll(".search-jump a, .search-near a, #hits h3 a")];
  }

  escape(event, at) {
    if (at < 0) return; // in the box the browser clears it
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  wait() {
    if (!this.words) return;
    this.say(this.words.searching);
    this.hits.setAttribute("aria-busy", "true");
    if (!this.search.hidden) return;
    this.search.hidden = false;
    this.found.textContent = this.words.searching;
  }

  fail() {
    this.shell(false);
    this.found.textContent = "";
    for (const node of [this.hits, this.facets, this.sort]) renew(node);
    this.more.hidden = true;
    renew(this.notes, el("div", { class: "notice" }, this.failure()));
  }

  // What is shown beside results, and instead of them.
  shell(empty, none = empty) {
    this.search.hidden = empty;
    this.help.hidden = this.browse.hidden = !none;
    this.hits.removeAttribute("aria-busy");
  }

  show(found, done) {
    const { words } = this;
    this.found_ = found;
    this.shell(found.empty, found.empty || (done && !found.total && !this.jump));
    document.title = (found.ask.text.trim() && `${found.ask.text.trim()} - `) + this.title;
    if (found.empty) return this.say("");
    this.found.textContent = done ? this.counted(found) : words.searching;
    renew(this.sort, this.orders(found));
    renew(this.notes, this.remarks(found));
    renew(this.hits, found.cards.map((card) => this.result(card, found.words)));
    renew(this.facets, this.narrowing(found));
    this.more.hidden = !done || found.cursor >= found.order.length;
    this.more.textContent = words.more;
    if (!done) return;
    this.say(this.counted(found));
    if (!found.total && !this.jump && found.words.length) this.suggest(found);
  }

  result(card, words) {
    const link = (address, name) => el("a", { href: this.root + address }, marked(new Squeezed(name), words));
    const several = card.unit.flatMap(({ id, name }, i) => [i ? this.words.comma : "", link(`units/${id}/`, name)]);
    return el(
      "li",
      { class: "item-card" },
      el("h3", null, el("a", { href: this.root + card.address, "data-id": card.address }, marked(card.title, words))),
      el("p", { class: "summary" }, excerpt(card, words)),
      el(
        "p",
        { class: "meta" },
        this.badges(card),
        several.length ? el("span", null, several) : "",
        card.topic.map(({ id, name }) => el("span", null, link(`topics/${id}/`, name))),
        el("span", null, link(card.issue, card.issueName)),
        el("time", { datetime: card.date }, this.days.format(new Date(card.date))),
      ),
    );
  }

  orders(found) {
    if (found.total < 2 || !found.words.length) return [];
    const order = (sort, name) =>
      el("a", { href: this.to({ sort }), "data-id": `sort-${sort}`, "aria-current": this.sorted === sort && "true" }, name);
    return [order("", this.words.byRank), order("date", this.words.byDate)];
  }

  nameOf(found, key, id) {
    if (key === "year") return this.words.yearName.replace("#", id);
    return (found.names[key === "status" ? "kind" : key].get(id) ?? [id])[0];
  }

  // Above the results: where to go at once, conditions that are set, what can't be searched for.
  remarks(found) {
    const { words } = this;
    const set = Object.entries(this.chosen).map(([key, id]) => {
      const name = this.nameOf(found, key, id);
      const label = words.remove.replace("#", name);
      return el("li", null, el("a", { href: this.to({ [key]: "" }), "data-id": `set-${key}`, "aria-label": label }, name, " ×"));
    });
    const { refused } = found.query;
    return [
      this.jump ? el("p", { class: "search-jump" }, `${words.jump} `, el("a", { href: this.jump.href, "data-id": "jump" }, this.jump.name)) : [],
      set.length ? el("ul", { class: "counts" }, set) : [],
      refused.length ? el("p", { class: "empty" }, words.refused.replace("#", refused.join(" "))) : [],
    ].flat();
  }

  // Nothing was found: titles that are nearly the same, and words that are found by themselves.
  async suggest(found) {
    const { turn, words } = this;
    const cards = await found.near().catch(() => []);
    if (turn !== this.turn) return;
    const title = ({ address, title: { text } }) => el("li", null, el("a", { href: this.root + address }, text));
    const alone = found.query.words.map((word, i) => [word, found.alone[i]]).filter(([, count]) => count);
    const link = ([q, count]) => el("li", null, el("a", { href: this.to({ q }) }, q, el("span", { class: "count" }, ` ${count}`)));
    if (cards.length) this.notes.append(el("div", { class: "search-near" }, el("h3", null, words.near), el("ul", null, cards.map(title))));
    if (found.words.length < 2 || !alone.length) return;
    this.notes.append(el("div", { class: "search-near" }, el("h3", null, words.alone), el("ul", { class: "counts" }, alone.map(link))));
  }

  narrowing(found) {
    const parts = FACETS.map((key) => this.facet(found, key)).filter(Boolean);
    if (!parts.length) return [];
    const before = this.facets.firstChild;
    const details = el("details", null, el("summary", null, this.words.narrow), parts);
    details.open = this.wide.matches || !!before?.open;
    return [details];
  }

  facet(found, key) {
    const chosen = this.chosen[key];
    const counts = [...found.counts[key]].filter(([id, count]) => count > 0 || id === chosen);
    if (counts.length < 2 && !chosen) return null;
    counts.sort((a, b) => (b[0] === chosen) - (a[0] === chosen) || (key === "year" ? b[0] - a[0] : b[1] - a[1]));
    const entries = counts.map(([id, count]) =>
      el(
        "li",
        null,
        el(
          "a",
          { href: this.to({ [key]: id === chosen ? "" : id }), "data-id": `${key}-${id}`, "aria-current": id === chosen && "true" },
          this.nameOf(found, key, id),
          el("span", { class: "count" }, ` ${count}`),
        ),
      ),
    );
    const list = (some) => el("ul", { class: "counts" }, some);
    const rest = entries.slice(MANY);
    const more = rest.length ? el("details", null, el("summary", null, this.words.more), list(rest)) : "";
    return el("section", null, el("h2", null, this.words[key]), list(entries.slice(0, MANY)), more);
  }
}

export function start(form) {
  return document.getElementById("search") ? new Results(form) : new Panel(form);
}
