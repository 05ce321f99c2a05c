// From a query to results: candidates by year, counts, order, then texts, which verify what is shown.

import { squeeze, Squeezed } from "./fold.js";
import { citation, isNumber, parse, runsOf, termsOf, testsOf } from "./query.js";
import { keyOf, spanOf } from "./shards.js";

export const FACETS = ["series", "kind", "status", "topic", "unit", "year"];
const KINDS = [["general"], ["problem"], ["problem", "open"], ["problem", "handling"], ["problem", "resolved"]];
const [MATCH, HEAD, OFTEN] = [1, 2, 4];
const ITEMS = 2 ** 17; // of a year, at most
const YEARS = 2 ** 9;
const SOON = 4; // texts read at a time until there is something to show, before older years have been looked through
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
      for (let at = 0, to = 1; at < this.index.years.length; at = to, to *= 2) {
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
    this.orders = new Map(); // of each word looked for in a year its terms, in the order to ask for them in others
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
  // to no use costs what eight shards do, so all terms are asked until nothing is left: in older years in the order that
  // would have left the fewest in a newer one, and the more at a time the more results stand.
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
        told.push([term, some]);
        some.forEach((flag, i) => (flags[i] &= flag));
      }
      left = flags.filter(Boolean).length;
    }
    this.orders.set(word, [...quickest(told, items), ...all.slice(told.length)]);
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
    const worth = (i) => look.words.reduce((sum, flags) => sum + flags[i], 0) * ITEMS + i;
    const order = [...look.found].sort((a, b) => worth(b) - worth(a));
    for (let at = 0, to = 1; at < order.length && !this.cards[0]; at = to, to += Math.min(to, SOON)) {
      const cards = await Promise.all(order.slice(at, to).map((i) => this.#read(look.year, i)));
      this.cards = cards.filter((card) => this.#holds(card)).slice(0, 1);
      look.found = look.found.filter((i) => !order.slice(at, to).some((one, n) => one === i && !this.#holds(cards[n])));
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
      const own = Array.from({ length: cited.n ? items : 0 }, (_, i) => year.item(docs.first[at] + i));
      const item = items > 1 && (await Promise.all(own)).some(({ n }) => n === +cited.n) ? `${cited.n}/` : "";
      return { address: `${series}/${year.year}/${segment}/${item}`, name: title + label };
    }
    return null;
  }
}

// Terms, [term, flags of so many items], in the order in which each leaves the fewest items of those before it.
function quickest(told, items) {
  const terms = [];
  for (let left = [...Array(items).keys()]; told.length; ) {
    const kept = told.map(([, flags]) => left.filter((i) => flags[i]));
    const best = kept.reduce((least, own, n) => (own.length < kept[least].length ? n : least), 0);
    left = kept[best];
    terms.push(told[best][0]);
    told = told.filter((_, n) => n !== best);
  }
  return terms;
}

function isCited([, segment, label, total], { id, series, number, begins }) {
  if (begins) return segment === begins || segment.startsWith(`${begins}-`);
  if (id) return segment === number;
  return series.endsWith("总") && total ? isNumber("", total.slice(1), number) : isNumber(segment, label, number);
}

// Items of an issue the other way round, so that the higher of two numbers comes first in a list.
function mirrored(docs, i) {
  const at = docs.issue[i];
  return 2 * docs.first[at] + docs.issues[at][5] - 1 - i;
}

function valuesOf(year, docs, i) {
  const [kind, ...status] = KINDS[docs.kind[i]];
  const series = docs.issues[docs.issue[i]][0];
  return { series: [series], kind: [kind], status, topic: docs.topic[i], unit: docs.unit[i], year: [`${year.year}`] };
}

// A result with its text.
export class Card {
  constructor(names, year, { title, text, row, n, kind, topic, unit }) {
    const [series, segment, label, , date, items, printed, flags] = row;
    const link = (key, ids) => ids.map((id) => ({ id, name: names[key].get(id)?.[0] ?? "" })).filter(({ name }) => name);
    const named = link("unit", unit);
    const nameOn = ({ id, name }) => ({ id, name: names.former.get(id)?.find(([, until]) => date <= until)?.[0] ?? name });
    [this.kind, this.status] = KINDS[kind];
    Object.assign(this, { date, internal: flags > 1, unit: named.map(nameOn), topic: link("topic", topic) });
    this.issue = `${series}/${year.year}/${segment}/`;
    this.issueName = printed + label;
    this.address = this.issue + (items > 1 ? `${n}/` : "");
    this.title = new Squeezed(title);
    this.text = new Squeezed(text);
    this.head = [...named, ...this.unit, ...this.topic].map(({ name }) => squeeze(name));
  }

  has(word) {
    return this.title.has(word) || this.text.has(word) || this.head.some((name) => name.includes(word));
  }

  score(words, whole) {
    const share = words.filter((word) => this.title.has(word)).length / words.length;
    const said = this.text.hits(words).length;
    const density = said / Math.sqrt(100 + this.text.squeezed.length);
    const phrase = words.length > 1 && this.text.has(whole) ? 1 : 0;
    const title = (this.title.has(whole) ? 3 : 0) + (this.title.squeezed === whole ? 4 : 0);
    return Math.round(2 * (4 * share + title + phrase + Math.min(1, 2 * density)));
  }

  // A piece of the text, about ``size`` characters, around the most different words: {from, to, hits}.
  excerpt(words, size) {
    const { text } = this.text;
    const hits = this.text.hits(words);
    let [best, most] = [0, 0];
    hits.forEach(([begin], n) => {
      const within = hits.slice(n).filter(([, end]) => end <= begin + size * 0.8);
      const much = 4 * new Set(within.map(([, , word]) => word)).size + Math.min(3, within.length);
      if (much > most) [best, most] = [begin, much];
    });
    let from = Math.max(0, best - 24);
    const stop = [...text.slice(from, best).matchAll(/[。！？；\n]/gu)].at(-1);
    if (best && stop) from += stop.index + 1;
    else if (best < 40) from = 0;
    if (/[\udc00-\udfff]/.test(text[from] ?? "")) from--;
    let to = Math.min(text.length, from + size);
    if (/[\udc00-\udfff]/.test(text[to] ?? "")) to--;
    return { from, to, hits: hits.filter(([begin, end]) => begin >= from && end <= to) };
  }
}
