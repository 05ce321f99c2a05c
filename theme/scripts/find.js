// From a query to results: candidates by year, counts, order, then texts, which verify what is shown.

import { Card, valuesOf } from "./card.js";
import { squeeze } from "./fold.js";
import { citation, isCited, parse, quickest, runsOf, termsOf, testsOf } from "./query.js";
import { keyOf, spanOf } from "./shards.js";

export const FACETS = ["series", "kind", "status", "topic", "unit", "year"];
const [MATCH, HEAD, OFTEN] = [1, 2, 4];
const ITEMS = 2 ** 17; // of a year, at most
const YEARS = 2 ** 9;
const SOON = 4; // years looked through at a time, and texts of results read until all have been
const FILES = 2; // of texts, read at a time until there is something to show
const TERMS = 12; // of a word that are asked at once in the newest year
const CHECKED = 100; // results of which every text is read, so that their number is exact

// A word whose candidates all hold it.
const isExact = (word) => word.length < 3 && runsOf(word)[0] === word;

export class Search {
  // ask: {text, chosen: {facet: id}, sort: "date" or ""}; words: the names of kinds and statuses.
  constructor(index, ask, kinds) {
    this.index = index;
    this.ask = ask;
    this.query = parse(ask.text);
    this.names = { ...index.names, kind: kinds };
    this.tests = testsOf(this.query, this.names);
    this.kept = new Map();
  }

  get empty() {
    const { words, without, fields } = this.query;
    return !words.length && !without.length && !fields.length && !Object.keys(this.ask.chosen).length;
  }

  // Look through all years, newest first, then as many more as were before, and tell of what is found so far: of the
  // first result (null) as soon as a text is read that holds the words; stop where ``alive`` says no.
  async run(alive, tell) {
    do {
      this.#begin();
      for (let at = 0, to = 1; at < this.index.years.length; at = to, to += Math.min(to, SOON)) {
        const looks = await Promise.all(this.index.years.slice(at, to).map((year, i) => this.#look(year, at + i)));
        if (!alive()) return;
        if (this.#isMoved()) break;
        for (const look of looks) if (!this.cards[0] && (await this.#peek(look)) && alive()) await tell(null);
        await Promise.all(looks.map((look) => this.#weigh(look)));
        if (!alive()) return;
        if (this.keys.length) await tell(false);
      }
    } while (this.#isMoved() || ((await this.#isUnknown()) && this.#isMoved()));
    if (alive()) await tell(true);
  }

  #folded() {
    return [this.query.words.map(squeeze), this.query.without.map(squeeze)];
  }

  #begin() {
    [this.words, this.without] = this.#folded();
    this.seen = new Map(); // in how many items of the years looked through each term stands
    this.orders = new Map(); // of each word looked for in a year the terms to ask for in others, in order
    this.named = {}; // topics and units, by word, that have it in their names
    for (const key of ["topic", "unit"]) {
      const all = [...this.names[key]].map(([id, [name]]) => [id, squeeze(name)]);
      this.named[key] = this.words.map((word) => new Set(all.filter(([, name]) => name.includes(word)).map(([id]) => id)));
    }
    this.keys = [];
    this.cards = [];
    this.counts = Object.fromEntries(FACETS.map((key) => [key, new Map()]));
    this.alone = this.words.map(() => 0); // how many items each word finds by itself
    this.dropped = 0;
    this.kept.clear();
    this.exact = [...this.words, ...this.without].every(isExact);
  }

  // The folding table has grown, and the words of the query are others than those looked for.
  #isMoved() {
    return JSON.stringify(this.#folded()) !== JSON.stringify([this.words, this.without]);
  }

  async #isUnknown() {
    return this.words.flatMap(termsOf).some((term) => this.seen.get(term) === 0) && this.index.foldAll();
  }

  // Which items of a year may hold a word: 0, or MATCH, with HEAD and OFTEN where all terms say so. A text that is read
  // to no use costs what eight shards do, so terms are asked until nothing is left: all in the newest year, which tells
  // those worth asking in others and their order; there the more at a time the more results stand.
  async #flags(year, word, items) {
    const flags = new Uint8Array(items).fill(MATCH | HEAD | OFTEN);
    const known = this.orders.get(word);
    const all = known ?? termsOf(word);
    const told = [];
    for (let at = 0, to, left = items; at < all.length && left; at = to) {
      to = at + (known ? 1 + 2 * this.cards.length : TERMS);
      const terms = all.slice(at, to);
      const entries = await year.terms(terms);
      for (const term of terms) {
        const [begin, end] = spanOf(term);
        const some = new Uint8Array(items);
        let count = this.seen.get(term) ?? 0;
        for (const [key, one] of entries) {
          if (key < begin || key > end) continue;
          for (const i of one.items) some[i] |= MATCH;
          for (const i of one.head) some[i] |= HEAD;
          for (const i of one.often) some[i] |= OFTEN;
          count += one.items.length;
        }
        this.seen.set(term, count);
        told.push([count / items, term, some]);
        some.forEach((flag, i) => (flags[i] &= flag));
      }
      left = flags.filter(Boolean).length;
    }
    if (!known) this.orders.set(word, [...quickest(told), ...all.slice(told.length)]);
    return flags;
  }

  // What a year may hold: {year, place, words, found}, the flags of each word and the items that have all.
  async #look(year, place) {
    const { items } = await year.manifest();
    const flagsOf = (word) => this.#flags(year, word, items);
    const words = await Promise.all(this.words.map(flagsOf));
    const without = await Promise.all(this.without.filter(isExact).map(flagsOf));
    const found = [];
    for (let i = 0; i < items; i++) {
      words.forEach((flags, n) => flags[i] && this.alone[n]++);
      if (words.every((flags) => flags[i]) && !without.some((flags) => flags[i])) found.push(i);
    }
    return { year, place, words, found };
  }

  // Read the texts of a year until one holds the words, the likeliest first; not where anything else decides.
  async #peek(look) {
    if (!this.words.length || this.query.fields.length || Object.keys(this.ask.chosen).length || this.ask.sort) return;
    const { texts } = await look.year.manifest();
    const files = {}; // [worth, items], by file
    for (const i of look.found) {
      const file = (files[texts.findLastIndex((first) => first <= i)] ??= [0, []]);
      file[0] += look.words.reduce((sum, flags) => sum + flags[i], 0);
      file[1].unshift(i);
    }
    const order = Object.values(files).reverse().sort(([a], [b]) => b - a);
    for (let at = 0, to = 1; at < order.length && !this.cards[0]; at = to, to += Math.min(to, FILES)) {
      const some = order.slice(at, to).flatMap(([, items]) => items);
      const cards = await Promise.all(some.map((i) => this.#read(look.year, i)));
      const wrong = some.filter((_, n) => !this.#holds(cards[n]));
      look.found = look.found.filter((i) => !wrong.includes(i));
      this.cards = cards.filter((_, n) => !wrong.includes(some[n])).slice(0, 1);
    }
    return this.cards[0];
  }

  async #weigh({ year, place, words, found }) {
    if (!found.length) return;
    const docs = await year.docs();
    for (const i of found) {
      const facets = this.#failing(year, docs, i);
      if (facets === null) continue;
      this.#count(year, docs, i, facets, 1);
      if (!facets.length) this.keys.push((this.#rank(words, docs, i) * YEARS + YEARS - 1 - place) * ITEMS + mirrored(docs, i));
    }
  }

  // The chosen facets that an item is not in; null where the query itself leaves it out.
  #failing(year, docs, i) {
    const values = valuesOf(year, docs, i);
    const issue = docs.issues[docs.issue[i]];
    if (!this.tests.every((test) => test(values, issue))) return null;
    return FACETS.filter((key) => this.ask.chosen[key] && !values[key].includes(this.ask.chosen[key]));
  }

  // Each facet counts what would be found if it alone were not chosen.
  #count(year, docs, i, failing, by) {
    if (failing.length > 1) return;
    const values = valuesOf(year, docs, i);
    for (const key of failing.length ? failing : FACETS) {
      for (const id of values[key]) this.counts[key].set(id, (this.counts[key].get(id) ?? 0) + by);
    }
  }

  #rank(words, docs, i) {
    if (this.ask.sort || !words.length) return +docs.issues[docs.issue[i]][4].replace(/-/g, "");
    const isNamed = (n) => ["topic", "unit"].some((key) => docs[key][i].some((id) => this.named[key][n].has(id)));
    const share = (value) => words.reduce((sum, flags, n) => sum + value(flags[i], n), 0) / words.length;
    // Whether the head that holds a word is the title can be doubted where a unit or topic has it in its name.
    const head = share((flag, n) => (flag & HEAD ? (isNamed(n) ? 0.5 : 1) : 0));
    const often = share((flag) => (flag & OFTEN ? 1 : 0));
    return Math.round((head === 1 ? 10 : 0) + 5 * head + often * (4 - parseInt(docs.length[i], 36) / 6)); // newer first among the alike
  }

  get total() {
    return this.keys.length - this.dropped;
  }

  // Put what was found in order and read the first results, which their texts put in order among themselves; some of
  // them where not all years are looked through.
  async first(count, done) {
    this.order = Float64Array.from(this.keys).sort().reverse();
    this.cards = [];
    this.cursor = 0;
    await this.more(done ? count : SOON, !done);
    if (!this.ask.sort && this.words.length) {
      const whole = this.words.join("");
      const scores = new Map(this.cards.map((card) => [card, card.score(this.words, whole)]));
      this.cards.sort((a, b) => scores.get(b) - scores.get(a));
    }
  }

  async more(count, soon) {
    const goal = this.cards.length + count;
    while (this.cards.length < (soon ? 1 : goal) && this.cursor < this.order.length) {
      const keys = this.order.slice(this.cursor, this.cursor + goal - this.cards.length);
      this.cursor += keys.length;
      this.cards.push(...(await Promise.all([...keys].map((key) => this.#card(key)))).filter(Boolean));
    }
    if (this.cursor === this.order.length) this.exact = true;
  }

  // Read the texts of all results where they are not too many; say whether their number changed or is sure now.
  async settle() {
    if (this.exact || this.order.length > CHECKED) return false;
    await Promise.all([...this.order.slice(this.cursor)].map((key) => this.#card(key)));
    return (this.exact = true);
  }

  #card(key) {
    if (!this.kept.has(key)) this.kept.set(key, this.#verified(key));
    return this.kept.get(key);
  }

  // A result; null where its text does not hold the words.
  async #verified(key) {
    const year = this.index.years[YEARS - 1 - (Math.floor(key / ITEMS) % YEARS)];
    const docs = await year.docs();
    const i = mirrored(docs, key % ITEMS);
    const card = await this.#read(year, i);
    if (this.#holds(card)) return card;
    this.dropped++;
    this.#count(year, docs, i, [], -1);
    return null;
  }

  #holds(card) {
    return this.words.every((word) => card.has(word)) && !this.without.some((word) => card.has(word));
  }

  async #read(year, i) {
    return new Card(this.names, year, await year.item(i));
  }

  // Titles that are nearly what was typed, for a query that finds nothing.
  async near() {
    const wanted = [...new Set(this.words.flatMap(termsOf))];
    if (wanted.length < 2) return [];
    const best = [];
    for (const year of this.index.years) {
      const { items } = await year.manifest();
      const entries = items ? await year.terms(wanted) : new Map();
      const counts = new Uint8Array(items);
      for (const term of wanted) for (const i of entries.get(keyOf(term))?.head ?? []) counts[i]++;
      counts.forEach((count, i) => count > 1 && count >= 0.4 * wanted.length && best.push({ count, year, i }));
    }
    best.sort((a, b) => b.count - a.count);
    const cards = await Promise.all(best.slice(0, 6).map(({ year, i }) => this.#read(year, i)));
    const likeness = (card) => {
      const own = new Set(termsOf(card.title.squeezed));
      return (2 * wanted.filter((pair) => own.has(pair)).length) / (wanted.length + own.size);
    };
    const like = cards.map((card) => [likeness(card), card]).filter(([much]) => much >= 0.4);
    return like.sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, card]) => card);
  }

  // The issue, or item, that the query cites: {address, name}; null if it cites none.
  async cited() {
    const { series, number } = this.index.top;
    const cited = citation(this.ask.text, number);
    if (!cited) return null;
    const known = (names) => names.some((name) => [name, `${name}总`].some((one) => squeeze(one) === cited.series));
    const coded = series.find(({ id, code }) => squeeze(code ?? id) === cited.code)?.id ?? cited.id;
    const ids = new Set([...this.names.series].filter(([id, names]) => id === coded || known(names)).map(([id]) => id));
    for (const year of ids.size ? this.index.years : []) {
      if (cited.year && cited.year !== year.year) continue;
      const docs = await year.docs();
      const at = docs.issues.findLastIndex((issue) => ids.has(issue[0]) && isCited(issue, cited));
      if (at < 0) continue;
      const [series, segment, label, , , items, title] = docs.issues[at];
      const own = [...Array(cited.n ? items : 0).keys()].map((i) => year.item(docs.first[at] + i));
      const item = items > 1 && (await Promise.all(own)).some(({ n }) => n === +cited.n) ? `${cited.n}/` : "";
      return { address: `${series}/${year.year}/${segment}/${item}`, name: title + label };
    }
    return null;
  }
}

// Items of an issue the other way round, so that the higher of two numbers comes first in a list.
function mirrored(docs, i) {
  const at = docs.issue[i];
  return 2 * docs.first[at] + docs.issues[at][5] - 1 - i;
}
