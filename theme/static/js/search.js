// Made of theme/scripts/ by python -m bulletin_editor.theme_script; change it there.
const table = new Map();
const known = new Map();
function learn(pairs) {
const signs = [...pairs];
for (let i = 1; i < signs.length; i += 2) table.set(signs[i - 1], signs[i]);
if (signs.length) known.clear();
}
function folded(sign) {
const code = sign.codePointAt(0);
let c = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : sign;
const low = c.toLowerCase();
if (low.length === c.length && [...low].length === 1) c = low;
return /\s/u.test(c) ? "" : (table.get(c) ?? c);
}
function fold(sign) {
let c = known.get(sign);
if (c === undefined) known.set(sign, (c = folded(sign)));
return c;
}
function squeeze(text) {
let squeezed = "";
for (const sign of text) squeezed += fold(sign);
return squeezed;
}
class Squeezed {
constructor(text) {
this.text = text;
this.at = [];
let place = 0;
let squeezed = "";
for (const sign of text) {
const c = fold(sign);
for (let i = 0; i < c.length; i++) this.at.push(place);
squeezed += c;
place += sign.length;
}
this.at.push(place);
this.squeezed = squeezed;
}
has(word) {
return this.squeezed.includes(word);
}
hits(words) {
const found = [];
for (const word of words) {
for (let i = this.squeezed.indexOf(word); i >= 0; i = this.squeezed.indexOf(word, i + word.length)) {
const last = this.at[i + word.length - 1];
found.push([this.at[i], last + (this.text.codePointAt(last) > 0xffff ? 2 : 1), word]);
}
}
found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
const apart = [];
for (const one of found) {
const before = apart.at(-1);
if (!before || one[0] >= before[1]) apart.push(one);
else if (one[1] > before[1]) before[1] = one[1];
}
return apart;
}
}
const FIELDS = {
series: "刊物|刊名|series",
unit: "单位|單位|unit",
topic: "主题|主題|topic",
year: "年份|year",
kind: "类别|類別|kind|状态|狀態|status",
number: "期号|期號|number|issue",
};
const NAMES = new Map(Object.entries(FIELDS).flatMap(([key, names]) => names.split("|").map((name) => [name, key])));
const TOKEN = new RegExp(
`([-－])?(?:(${[...NAMES.keys()].join("|")})[:：]\\s*)?(?:["＂]([^"＂]*)["＂]?|“([^”]*)”?|([^\\s"＂“]+))`,
"giu",
);
const RUNS = /[0-9a-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+/gu;
const runsOf = (word) => word.match(RUNS) ?? [];
function cover(word) {
const terms = new Set();
for (const run of runsOf(word)) {
for (let i = 0; i + 2 < run.length; i += 2) terms.add(run.slice(i, i + 2));
terms.add(run.slice(-2));
}
return [...terms];
}
function pairs(word) {
return runsOf(word).flatMap((run) => Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)));
}
function parse(text) {
const query = { words: [], without: [], fields: [], refused: [] };
for (const [, minus, name, ...values] of text.matchAll(TOKEN)) {
const value = (values.find((one) => one !== undefined) ?? "").trim();
if (!value) continue;
if (name) query.fields.push({ key: NAMES.get(name.toLowerCase()), value, not: !!minus });
else if (!runsOf(squeeze(value)).length) query.refused.push(value);
else (minus ? query.without : query.words).push(value);
}
return query;
}
function years(value) {
const [, first, dash, last] = /^(\d{4})?年?\s*([-–—~～至到])?\s*(\d{4})?年?$/u.exec(value) ?? [];
if (!first && !last) return null;
return [first ? +first : 0, last ? +last : dash ? 9999 : +first];
}
function isNumber(segment, label, written) {
const wanted = squeeze(written).replace(/期$/u, "");
if (wanted === segment || (/^[第增专]/u.test(wanted) && squeeze(label).endsWith(`${wanted}期`))) return true;
const [, number] = /^第?(\d+)$/u.exec(wanted) ?? [];
const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(segment) ?? [];
return !!number && !!first && +number >= +first && +number <= +(last ?? first);
}
function testsOf(query, names) {
return query.fields.map(({ key, value, not }) => {
const wanted = squeeze(value);
const span = key === "year" && years(value);
const fits = (name) => (key === "kind" ? squeeze(name).startsWith(wanted) : squeeze(name).includes(wanted));
const named = [...(names[key] ?? [])].filter(([id, all]) => id === wanted || all.some(fits));
const ids = new Set(named.map(([id]) => id));
return (values, issue) => {
let is = false;
if (key === "number") is = isNumber(issue[1], issue[2], value);
else if (key === "year") is = span && +values.year >= span[0] && +values.year <= span[1];
else is = values[key].some((id) => ids.has(id)) || (key === "kind" && values.status.some((id) => ids.has(id)));
return is !== not;
};
});
}
function citation(typed) {
const text = squeeze(typed).replace(/[《》]/gu, "");
const address = /^\/?([a-z][a-z0-9-]*)\/(\d{4})\/([a-z0-9-]+)(?:\/(\d+))?\/?$/.exec(text);
if (address) return { text, id: address[1], year: +address[2], number: address[3], n: address[4] };
const printed = /^(\D+?)[([〔【]?((?:19|20)\d\d)?[)\]〕】]?[年/.-]?((?:[增专]刊)?第?[\d〇零一二三四五六七八九十百-]+)[期号]?$/u.exec(text);
return printed && { text, series: printed[1], year: printed[2] && +printed[2], number: printed[3] };
}
const FORMAT = 1;
const MAGIC = 0x31534247;
class Fault extends Error {}
async function fetched(url, cache) {
const answer = await fetch(url, { cache });
if (!answer.ok) throw new Fault(`${answer.status} ${url}`);
return answer;
}
async function json(url, cache) {
const value = await (await fetched(url, cache)).json();
if (value.format !== FORMAT) throw new Fault(`format ${value.format} ${url}`);
return value;
}
function adler32(bytes) {
let a = 1;
let b = 0;
for (let i = 0; i < bytes.length; ) {
for (const end = Math.min(i + 3800, bytes.length); i < end; i++) b += a += bytes[i];
a %= 65521;
b %= 65521;
}
return b * 65536 + a;
}
const partOf = (name) => adler32(new TextEncoder().encode(name));
async function payload(url, generation, part) {
const buffer = await (await fetched(url, "default")).arrayBuffer();
const head = new Uint32Array(buffer.byteLength < 16 ? 4 : buffer.slice(0, 16));
const bytes = new Uint8Array(buffer, Math.min(16, buffer.byteLength));
if (head[0] !== MAGIC || head[3] !== adler32(bytes)) throw new Fault(`damaged ${url}`);
if (head[1] !== generation || head[2] !== partOf(part)) throw new Fault(`outdated ${url}`);
return bytes;
}
async function inflated(bytes, encoding) {
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
return JSON.parse(new TextDecoder(encoding).decode(await new Response(stream).arrayBuffer()));
}
class Bits {
constructor(bytes) {
this.bytes = bytes;
this.place = 0;
}
bit() {
const bit = (this.bytes[this.place >> 3] >> (7 - (this.place & 7))) & 1;
this.place++;
return bit;
}
bits(n) {
let value = 0;
while (n--) value = value * 2 + this.bit();
return value;
}
ones() {
let n = 0;
while (this.bit()) n++;
return n;
}
rice(k) {
return this.ones() * 2 ** k + this.bits(k);
}
golomb(k) {
const u = this.ones();
return (2 ** u - 1) * 2 ** k + this.bits(u + k);
}
list(m, n) {
if (m === n) return Array.from({ length: n }, (_, i) => i);
let k = 0;
while (3 * m * 2 ** (k + 1) <= 2 * n) k++;
const found = [];
for (let last = -1; found.length < m; found.push(last)) last += 1 + this.rice(k);
return found;
}
}
function keyOf(term) {
const [first, second] = term;
return first.codePointAt(0) * 2 ** 21 + (second ? second.codePointAt(0) + 1 : 0);
}
function readTerms(bytes) {
const terms = new Map();
const from = new Bits(bytes);
const items = from.golomb(8);
let first = 0;
for (let groups = from.golomb(4); groups--; ) {
first += from.golomb(6);
let second = 0;
for (let left = from.golomb(1) + 1; left--; ) {
second += from.golomb(6);
const complete = !second && from.bits(1) === 1;
const df = from.golomb(0) + 1;
const all = from.list(df, items);
const some = () => (complete ? [] : from.list(from.golomb(0), df).map((place) => all[place]));
terms.set(first * 2 ** 21 + second, { items: all, complete, head: some(), often: some() });
}
}
if (from.place > bytes.length * 8) throw new Fault("cut off");
return terms;
}
const place = (sign) => sign.charCodeAt() - 48;
function columns(kind, topic, unit, topics, units) {
const ids = (from, signs) => [...signs].filter((sign) => sign !== "!").map((sign) => from[place(sign)]);
return { kind, topic: [...topic].map((one) => ids(topics, one)), unit: unit.split(" ").map((one) => ids(units, one)) };
}
class Year {
constructor(root, year, cache) {
Object.assign(this, { root, year, cache, kept: new Map() });
}
once(name, make) {
if (!this.kept.has(name)) {
const made = make();
this.kept.set(name, made);
made.catch(() => this.kept.get(name) === made && this.kept.delete(name));
}
return this.kept.get(name);
}
manifest() {
return this.once("", async () => {
const manifest = await json(`${this.root}search/${this.year}.json`, this.cache);
learn(manifest.fold);
return manifest;
});
}
file(name, part, read) {
return this.once(name, async () => {
const { version, generation } = await this.manifest();
return read(await payload(`${this.root}search/${this.year}/${name}.bin?v=${version}`, generation, part));
});
}
docs() {
return this.file("docs", "", async (bytes) => {
const docs = await inflated(bytes);
const { topics, units } = await this.manifest();
Object.assign(docs, columns(docs.kind, docs.topic, docs.unit, topics, units));
let first = 0;
docs.first = docs.issues.map((issue) => (first += issue[5]) - issue[5]);
docs.issue = docs.issues.flatMap((issue, place) => Array(issue[5]).fill(place));
return docs;
});
}
async terms(wanted) {
const { terms } = await this.manifest();
const starts = terms.map((term) => (term ? keyOf(term) : 0));
const shards = new Set();
for (const term of wanted) {
const begin = keyOf(term);
const end = term.length > 1 ? begin : begin + 0x110000;
starts.forEach((start, i) => start <= end && (starts[i + 1] ?? Infinity) > begin && shards.add(i));
}
const shard = (i) => this.file(`${i}`, `${terms[i]}\n${terms[i + 1] ?? ""}`, readTerms);
const read = await Promise.all([...shards].map(shard));
return new Map(read.flatMap((one) => [...one]));
}
async item(i) {
const { texts, items, topics, units } = await this.manifest();
const at = texts.findLastIndex((first) => first <= i);
const part = `${texts[at]}\n${texts[at + 1] ?? items}`;
const [rows, issue, n, kind, topic, unit, title, text] = await this.file(`t${at}`, part, (bytes) => inflated(bytes, "gbk"));
const own = columns(kind, topic, unit, topics, units);
const to = i - texts[at];
const row = rows[place(issue[to])];
return { title: title[to], text: text[to], row, n: place(n[to]), kind: own.kind[to], topic: own.topic[to], unit: own.unit[to] };
}
}
class Index {
constructor(root, top, cache) {
Object.assign(this, { root, top });
this.years = top.years.map((year) => new Year(root, year, cache));
const named = (list) => new Map(list.map(({ id, name, names }) => [id, names ? [...new Set([name, ...names])] : [name]]));
this.names = { series: named(top.series), topic: named(top.topics), unit: named(top.units) };
}
static async open(root, reload) {
const cache = reload ? "reload" : "no-cache";
return new Index(root, await json(`${root}search/index.json`, cache), cache);
}
async foldAll() {
if (this.whole) return false;
learn(await (await fetched(this.root + this.top.fold, "default")).text());
return (this.whole = true);
}
}
const FACETS = ["series", "kind", "status", "topic", "unit", "year"];
const KINDS = [["general"], ["problem"], ["problem", "open"], ["problem", "handling"], ["problem", "resolved"]];
const [MATCH, HEAD, OFTEN] = [1, 2, 4];
const ALL = MATCH | HEAD | OFTEN;
const ITEMS = 2 ** 17;
const YEARS = 2 ** 9;
const FIRST = 2;
const THEN = 6;
const CHECKED = 100;
function flagsOf(word, entries, items, seen) {
const flags = new Uint8Array(items).fill(ALL);
for (const term of cover(word)) {
const key = keyOf(term);
const own = entries.get(key);
let found = own ? [own] : [];
if (term.length === 1) for (const [at, one] of entries) if (at > key && at < key + 2 ** 21) found.push(one);
const some = new Uint8Array(items);
for (const { items: all, head, often } of found) {
for (const i of all) some[i] |= MATCH;
for (const i of head) some[i] |= HEAD;
for (const i of often) some[i] |= OFTEN;
}
if (found.length) seen.add(term);
for (let i = 0; i < items; i++) flags[i] &= some[i];
}
return flags;
}
const isExact = (word) => word.length < 3 && runsOf(word)[0] === word;
class Search {
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
async run(alive, tell) {
do {
this.#begin();
for (let at = 0, to = FIRST; at < this.index.years.length; at = to, to += THEN) {
await Promise.all(this.index.years.slice(at, to).map((year, i) => this.#look(year, at + i)));
if (!alive()) return;
if (this.#isMoved()) break;
if (to < this.index.years.length && this.keys.length) await tell(false);
}
} while (this.#isMoved() || ((await this.#isUnknown()) && this.#isMoved()));
if (alive()) await tell(true);
}
#folded() {
return [this.query.words.map(squeeze), this.query.without.map(squeeze)];
}
#begin() {
[this.words, this.without] = this.#folded();
this.seen = new Set();
this.named = {};
for (const key of ["topic", "unit"]) {
const all = [...this.names[key]].map(([id, [name]]) => [id, squeeze(name)]);
this.named[key] = this.words.map((word) => new Set(all.filter(([, name]) => name.includes(word)).map(([id]) => id)));
}
this.keys = [];
this.counts = Object.fromEntries(FACETS.map((key) => [key, new Map()]));
this.alone = this.words.map(() => 0);
this.dropped = 0;
this.kept.clear();
this.exact = [...this.words, ...this.without].every(isExact);
}
#isMoved() {
return JSON.stringify(this.#folded()) !== JSON.stringify([this.words, this.without]);
}
async #isUnknown() {
const terms = this.words.flatMap(cover);
return terms.some((term) => !this.seen.has(term)) && this.index.foldAll();
}
async #look(year, place) {
const { items } = await year.manifest();
if (!items) return;
const terms = new Set([...this.words, ...this.without].flatMap(cover));
const entries = await year.terms(terms);
const words = this.words.map((word) => flagsOf(word, entries, items, this.seen));
const without = this.without.filter(isExact).map((word) => flagsOf(word, entries, items, this.seen));
const found = [];
for (let i = 0; i < items; i++) {
words.forEach((flags, n) => flags[i] & MATCH && this.alone[n]++);
if (words.every((flags) => flags[i] & MATCH) && !without.some((flags) => flags[i] & MATCH)) found.push(i);
}
if (!found.length) return;
const docs = await year.docs();
for (const i of found) {
const facets = this.#failing(year, docs, i);
if (facets === null) continue;
this.#count(year, docs, i, facets, 1);
if (!facets.length) this.keys.push((this.#rank(words, docs, i) * YEARS + YEARS - 1 - place) * ITEMS + mirrored(docs, i));
}
}
#failing(year, docs, i) {
const values = valuesOf(year, docs, i);
const issue = docs.issues[docs.issue[i]];
if (!this.tests.every((test) => test(values, issue))) return null;
return FACETS.filter((key) => this.ask.chosen[key] && !values[key].includes(this.ask.chosen[key]));
}
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
const head = share((flag, n) => (flag & HEAD ? (isNamed(n) ? 0.5 : 1) : 0));
const often = share((flag) => (flag & OFTEN ? 1 : 0));
return Math.round((head === 1 ? 10 : 0) + 5 * head + often * (4 - parseInt(docs.length[i], 36) / 6));
}
get total() {
return this.keys.length - this.dropped;
}
async first(count) {
this.order = Float64Array.from(this.keys).sort().reverse();
this.cards = [];
this.cursor = 0;
await this.more(count);
if (!this.ask.sort && this.words.length) {
const whole = this.words.join("");
const scores = new Map(this.cards.map((card) => [card, card.score(this.words, whole)]));
this.cards.sort((a, b) => scores.get(b) - scores.get(a));
}
}
async more(count) {
const goal = this.cards.length + count;
while (this.cards.length < goal && this.cursor < this.order.length) {
const keys = this.order.slice(this.cursor, this.cursor + goal - this.cards.length);
this.cursor += keys.length;
this.cards.push(...(await Promise.all([...keys].map((key) => this.#card(key)))).filter(Boolean));
}
if (this.cursor === this.order.length) this.exact = true;
}
async settle() {
if (this.exact || this.order.length > CHECKED) return false;
await Promise.all([...this.order.slice(this.cursor)].map((key) => this.#card(key)));
return (this.exact = true);
}
async #card(key) {
if (this.kept.has(key)) return this.kept.get(key);
const year = this.index.years[YEARS - 1 - (Math.floor(key / ITEMS) % YEARS)];
const docs = await year.docs();
const i = mirrored(docs, key % ITEMS);
const card = await this.#read(year, i);
if (this.kept.has(key)) return this.kept.get(key);
const holds = this.words.every((word) => card.has(word)) && !this.without.some((word) => card.has(word));
if (!holds) {
this.dropped++;
this.#count(year, docs, i, [], -1);
}
this.kept.set(key, holds ? card : null);
return holds ? card : null;
}
async #read(year, i) {
return new Card(this.names, year, await year.item(i));
}
async near() {
const wanted = [...new Set(this.words.flatMap(pairs))];
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
const own = new Set(pairs(card.title.squeezed));
return (2 * wanted.filter((pair) => own.has(pair)).length) / (wanted.length + own.size);
};
const like = cards.map((card) => [likeness(card), card]).filter(([much]) => much >= 0.4);
return like.sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, card]) => card);
}
async cited() {
const cited = citation(this.ask.text);
if (!cited) return null;
const known = (names) => names.some((name) => [name, `${name}总`].some((one) => squeeze(one) === cited.series));
const ids = new Set([...this.names.series].filter(([id, names]) => id === cited.id || known(names)).map(([id]) => id));
for (const year of ids.size ? this.index.years : []) {
if (cited.year && cited.year !== year.year) continue;
const docs = await year.docs();
const at = docs.issues.findLastIndex((issue) => ids.has(issue[0]) && isCited(issue, cited));
if (at < 0) continue;
const [series, segment, label, , , items, title] = docs.issues[at];
const own = Array.from({ length: cited.n ? items : 0 }, (_, i) => year.item(docs.first[at] + i));
const item = items > 1 && (await Promise.all(own)).some(({ n }) => n === +cited.n) ? `${cited.n}/` : "";
return { href: `${this.index.root}${series}/${year.year}/${segment}/${item}`, name: title + label };
}
return null;
}
}
function isCited([, segment, label, total], { id, series, number }) {
if (id) return segment === number;
return series.endsWith("总") && total ? isNumber("", total.slice(1), number) : isNumber(segment, label, number);
}
function mirrored(docs, i) {
const at = docs.issue[i];
return 2 * docs.first[at] + docs.issues[at][5] - 1 - i;
}
function valuesOf(year, docs, i) {
const [kind, ...status] = KINDS[docs.kind[i]];
const series = docs.issues[docs.issue[i]][0];
return { series: [series], kind: [kind], status, topic: docs.topic[i], unit: docs.unit[i], year: [`${year.year}`] };
}
class Card {
constructor(names, year, { title, text, row, n, kind, topic, unit }) {
const [series, segment, label, , date, items, printed, flags] = row;
const link = (key, ids) => ids.map((id) => ({ id, name: names[key].get(id)?.[0] ?? "" })).filter(({ name }) => name);
[this.kind, this.status] = KINDS[kind];
Object.assign(this, { date, internal: flags > 1, unit: link("unit", unit), topic: link("topic", topic) });
this.issue = `${series}/${year.year}/${segment}/`;
this.issueName = printed + label;
this.address = this.issue + (items > 1 ? `${n}/` : "");
this.title = new Squeezed(title);
this.text = new Squeezed(text);
this.head = [...this.unit, ...this.topic].map(({ name }) => squeeze(name));
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
const SHOWN = 10;
const SOON = 5;
const IN_PANEL = 6;
const EXCERPT = 110;
const MANY = 8;
const PATIENCE = 300;
function el(tag, attributes, ...children) {
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
const marked = (squeezed, words) => emphasised(squeezed.text, squeezed.hits(words));
function excerpt(card, words) {
const { text } = card.text;
const { from, to, hits } = card.excerpt(words, EXCERPT);
return [from ? "…" : "", ...emphasised(text, hits, from, to), to < text.length ? "…" : ""];
}
function renew(node, ...children) {
const active = document.activeElement;
const id = node.contains(active) ? active.dataset.id : undefined;
node.replaceChildren(...children.flat().filter((one) => one !== undefined));
if (id) [...node.querySelectorAll("[data-id]")].find((one) => one.dataset.id === id)?.focus();
}
async function wordsOf(root) {
const page = document.getElementById("search") ? document : await fetchedPage(`${root}search/`);
const all = page.getElementById("words").content.querySelectorAll("data");
return Object.fromEntries([...all].map((one) => [one.value, one.textContent]));
}
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
class Box {
constructor(form) {
this.form = form;
this.input = form.elements.q;
this.root = new URL("..", form.action).href;
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
this.index ??= await Index.open(this.root);
this.kinds = new Map(["general", "problem", "open", "handling", "resolved"].map((id) => [id, [this.words[id]]]));
}
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
this.index = await Index.open(this.root, true);
}
}
if (alive() && (await found.settle()) && alive()) this.show(found, true);
} catch {
if (alive()) this.fail();
} finally {
clearTimeout(waiting);
}
}
async find(ask, count, alive) {
const found = new Search(this.index, ask, this.kinds);
await found.run(alive, async (done) => {
if (found.empty) return this.show(found, true);
const jump = done ? await found.cited() : null;
await found.first(done ? count : Math.min(SOON, count));
if (!alive()) return;
this.jump = jump;
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
class Panel extends Box {
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
this.load().catch(() => {});
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
event.preventDefault();
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
class Results extends Box {
constructor(form) {
super(form);
for (const id of ["said", "search", "found", "sort", "notes", "hits", "more", "facets", "help", "browse"]) {
this[id] = document.getElementById(id);
}
this.title = document.title;
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
restore() {
const given = new URLSearchParams(location.search);
this.input.value = given.get("q") ?? "";
this.chosen = Object.fromEntries(FACETS.filter((key) => given.get(key)).map((key) => [key, given.get(key)]));
this.sorted = given.get("sort") === "date" ? "date" : "";
this.fresh = false;
clearTimeout(this.noting);
this.start(history.state?.count ?? SHOWN);
}
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
this.go({ text: this.asked, chosen: this.chosen, sort: this.sorted }, count);
}
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
if (at < 0) return;
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
