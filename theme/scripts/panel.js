// The box that searches, and a panel below it on any page: the first results, as links. It shows texts as texts only.

import { Search } from "./find.js";
import { Squeezed } from "./fold.js";
import { el, excerpt, marked, renew, wordsOf } from "./nodes.js";
import { Fault, Index } from "./shards.js";

const IN_PANEL = 6;
const PATIENCE = 300; // milliseconds until a reader is told to wait

export class Box {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.root = new URL("..", form.action).href; // where the pages of this language begin; files begin at another place
    this.files = new URL("../../", import.meta.url).href;
    this.turn = 0;
    const language = document.documentElement.lang;
    this.days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
    this.input.addEventListener("input", (event) => event.isComposing || this.composing || this.typed());
    this.input.addEventListener("compositionstart", () => (this.composing = true));
    this.input.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  typed() {
    if (this.input.value !== this.asked) this.ask();
  }

  async load() {
    this.words ??= await wordsOf(this.root);
    this.index ??= await Index.open(this.files);
    this.kinds = new Map(["general", "problem", "open", "handling", "resolved"].map((id) => [id, [this.words[id]]]));
  }

  // Search and show what is found; after a fault once more with an index fetched anew.
  async go(ask, count) {
    const turn = ++this.turn;
    const alive = () => turn === this.turn;
    const waiting = setTimeout(() => alive() && this.wait(), PATIENCE);
    try {
      let found;
      for (let again = false; !found; again = true) {
        try {
          await this.load();
          found = await this.find(ask, count, alive);
        } catch (error) {
          if (!(error instanceof Fault) || again) throw error;
          this.index = await Index.open(this.files, true);
        }
      }
      if (alive() && !found.empty && (await found.settle()) && alive()) this.show(found, true);
    } catch {
      if (alive()) this.fail();
    } finally {
      clearTimeout(waiting);
    }
  }

  async find(ask, count, alive) {
    const found = new Search(this.index, ask, this.kinds);
    if (found.empty) {
      if (alive()) this.show(found, true);
      return found;
    }
    await found.run(alive, async (done) => {
      const jump = done ? await found.cited() : null;
      if (done !== null) await found.first(count, done);
      if (!alive()) return;
      this.jump = jump && { href: this.root + jump.address, name: jump.name };
      this.show(found, done);
    });
    return found;
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const active = document.activeElement;
    const links = this.links();
    const at = links.indexOf(active);
    if (active !== this.input && at < 0) return;
    if (event.key === "Escape") this.escape(event, at);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step && (at + step < 0 ? (at < 0 ? null : this.input) : links[at + step]);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  say(text) {
    this.said.textContent = text;
  }

  counted(found) {
    const { total } = found;
    if (!total && this.jump) return `${this.words.jump} ${this.jump.name}`;
    if (total < 2) return total ? this.words.foundOne : this.words.none;
    return (found.exact ? this.words.found : this.words.about).replace("#", total);
  }

  badges(card) {
    const { words } = this;
    return [
      card.kind === "problem" && el("span", { class: "badge badge-problem" }, words.problem),
      card.status && el("span", { class: `badge status status-${card.status}` }, words[card.status]),
      card.internal && el("span", { class: "badge badge-internal" }, words.internal),
    ].filter(Boolean);
  }

  failure() {
    const { failed, retry } = this.form.dataset;
    const button = el("button", { type: "button" }, retry);
    button.addEventListener("click", () => this.ask());
    this.say(failed);
    return [el("p", null, failed), button];
  }
}

// Below the box of a page: the first results, as links.
export class Panel extends Box {
  constructor(form) {
    super(form);
    const sheet = el("link", { rel: "stylesheet", href: new URL("../css/search.css", import.meta.url).href });
    document.head.append(sheet);
    this.panel = el("div", { class: "search-panel", hidden: "" });
    this.said = el("p", { class: "visually-hidden", role: "status" });
    form.append(this.said, this.panel);
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || event.relatedTarget === null || this.close());
    document.addEventListener("pointerdown", (event) => form.contains(event.target) || this.close());
    this.input.addEventListener("focus", () => this.panel.childElementCount && this.input.value && this.open());
    form.addEventListener("submit", (event) => {
      if (!this.jump || this.input.value !== this.asked) return;
      event.preventDefault();
      location.assign(this.jump.href);
    });
    this.load().catch(() => {}); // what fails is said when something is asked
    if (this.input.value) this.ask();
  }

  ask() {
    this.asked = this.input.value;
    this.jump = null;
    this.go({ text: this.asked, chosen: {}, sort: "" }, IN_PANEL);
  }

  links() {
    return this.panel.hidden ? [] : [...this.panel.querySelectorAll("a")];
  }

  open() {
    this.panel.hidden = false;
  }

  close() {
    this.panel.hidden = true;
  }

  escape(event) {
    if (this.panel.hidden) return;
    event.preventDefault(); // the browser would clear the box
    this.input.focus();
    this.close();
  }

  wait() {
    this.say(this.words?.searching ?? "");
  }

  fail() {
    renew(this.panel, this.failure());
    this.open();
  }

  show(found, done) {
    if (found.empty) return this.close();
    const { words } = this;
    const lines = found.cards.map((card) => {
      const units = card.unit.slice(0, 2).map(({ name }) => el("span", null, marked(new Squeezed(name), found.words)));
      return el(
        "li",
        null,
        el(
          "a",
          { href: this.root + card.address, "data-id": card.address },
          el("strong", null, marked(card.title, found.words)),
          el("span", { class: "summary" }, excerpt(card, found.words)),
          el("span", { class: "meta" }, this.badges(card), units, el("span", null, card.issueName)),
        ),
      );
    });
    const jump = this.jump && el("p", null, `${words.jump} `, el("a", { href: this.jump.href, "data-id": "jump" }, this.jump.name));
    const all = el("a", { href: `${this.root}search/?${new URLSearchParams({ q: found.ask.text })}`, "data-id": "all" }, words.all);
    const count = el("p", { class: "meta" }, el("span", null, done ? this.counted(found) : words.searching), el("span", null, all));
    renew(this.panel, jump ?? [], lines.length ? el("ol", null, lines) : [], found.total || !jump ? count : []);
    this.open();
    if (done) this.say(`${this.counted(found)} ${found.total ? words.keys : ""}`);
  }
}
