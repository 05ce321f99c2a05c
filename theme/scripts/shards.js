// The index as it lies on the server (docs/search.md): fetched when needed, checked, decoded, kept.

import { learn } from "./fold.js";

const FORMAT = 3;
const MAGIC = 0x31534247; // "GBS1"

// What was fetched is damaged, not there, or of another edition of the index than the rest.
export class Fault extends Error {}

async function fetched(url, cache) {
  const answer = await fetch(url, { cache });
  if (!answer.ok) throw new Fault(url);
  return answer;
}

async function json(url, cache) {
  const value = await (await fetched(url, cache)).json();
  if (value.format !== FORMAT) throw new Fault(url);
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

// The bytes behind the head of a file, which has to be of a generation and the part that was asked for, and whole.
async function payload(url, generation, part) {
  const buffer = await (await fetched(url, "default")).arrayBuffer();
  const bytes = new Uint8Array(buffer).subarray(16);
  const meant = [MAGIC, generation, adler32(new TextEncoder().encode(part)), adler32(bytes)];
  const head = new Uint32Array(buffer.byteLength < 16 ? 4 : buffer.slice(0, 16)); // little-endian, as are browsers
  if (head.join() !== meant.join()) throw new Fault(url);
  return bytes;
}

async function inflated(bytes, encoding) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(new TextDecoder(encoding).decode(await new Response(stream).arrayBuffer()));
}

// Numbers from a stream of bits, the highest bit of a byte first.
class Bits {
  constructor(bytes) {
    this.bytes = bytes;
    this.place = 0;
  }

  // The next bits, 25 of them at least, as the highest of 32; zeros behind them, and behind the end.
  next() {
    const { bytes, place } = this;
    const i = place >> 3;
    return ((bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3]) << (place & 7);
  }

  bits(n) {
    const value = n && this.next() >>> (32 - n);
    this.place += n;
    return value;
  }

  ones() {
    let n = 0;
    for (let some = 25; some > 24; this.place += some) n += some = Math.clz32(~this.next());
    this.place++;
    return n;
  }

  golomb(k) {
    const u = this.ones();
    return (2 ** u - 1) * 2 ** k + this.bits(u + k);
  }

  list(m, n) {
    if (m === n) return [...Array(n).keys()];
    const k = 31 - Math.clz32((2 * n) / (3 * m) | 1); // 0 where m is
    const found = [];
    for (let last = -1; found.length < m; found.push(last)) last += 1 + this.ones() * 2 ** k + this.bits(k);
    return found;
  }
}

export function keyOf(term) {
  const [first, second] = term;
  return first.codePointAt(0) * 2 ** 21 + (second ? second.codePointAt(0) + 1 : 0);
}

// The keys from a term to the last of those a reader means by it: a single sign means all that begin with it, a sign and a
// figure all in which this figure, or two that begin with it, stand behind the sign.
export function spanOf(term) {
  const key = keyOf(term);
  if (!term[1]) return [key, key + 0x110000];
  const begin = /\d/.test(term[1]) ? keyOf(term[0] + String.fromCharCode(0xe000 + 16 * term[1])) : key;
  return [begin, begin + (begin > key ? 10 : 0)];
}

// key → {items, complete, head, often}: items ascending; those with the term in the head, and several times in the text.
function readTerms(bytes, bucket, buckets) {
  const terms = new Map();
  const from = new Bits(bytes);
  const items = from.golomb(8);
  let first = 0;
  for (let groups = from.golomb(4); groups--; ) {
    first += from.golomb(4);
    let second = 0;
    for (let left = from.golomb(1) + 1; left--; ) {
      second += from.golomb(second ? 6 : 12);
      const complete = !second && from.bits(1);
      const df = from.golomb(0) + 1;
      const all = from.list(df, items);
      const some = () => (complete ? [] : from.list(from.golomb(0), df).map((place) => all[place]));
      terms.set((first * buckets + bucket) * 2 ** 21 + second, { items: all, complete, head: some(), often: some() });
    }
  }
  return terms;
}

const place = (sign) => sign.charCodeAt() - 48;

// The ids that the signs of a column stand for; "!" is none.
const ids = (from, signs) => (signs === "!" ? [] : [...signs].map((sign) => from[place(sign)]));

// One year of the index. Everything is fetched once; a failure isn't kept.
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
      let first = 0;
      manifest.texts = [...manifest.texts].map((sign) => (first += place(sign)) - place(sign));
      return manifest;
    });
  }

  file(name, part, read) {
    return this.once(name, async () => {
      const { version, generation } = await this.manifest();
      return read(await payload(`${this.root}search/${this.year}/${name}.bin?v=${version}`, generation, part));
    });
  }

  // What filters and facets need: rows of issues; of each item its issue, kind, topic, units and length; of each issue its first item.
  docs() {
    return this.file("docs", "", async (bytes) => {
      const docs = await inflated(bytes);
      const { topics, units } = await this.manifest();
      docs.topic = [...docs.topic].map((one) => ids(topics, one));
      docs.unit = docs.unit.split(" ").map((one) => ids(units, one));
      let first = 0;
      docs.first = docs.issues.map((issue) => (first += issue[5]) - issue[5]);
      docs.issue = docs.issues.flatMap((issue, place) => Array(issue[5]).fill(place));
      return docs;
    });
  }

  // The entries of terms that stand in the year: key → entry. Of a single sign all that begin with it come too, unless it
  // has a complete list of its own.
  async terms(wanted) {
    const { shards } = await this.manifest();
    const found = wanted.map(async (term) => {
      const [key] = spanOf(term);
      const { length } = shards;
      const bucket = Math.floor(key / 2 ** 21) % length;
      const width = place(shards[bucket]);
      const read = (bytes) => readTerms(bytes, bucket, length);
      const shard = (i) => this.file(`${bucket}_${i}`, `${length} ${bucket} ${width} ${i}`, read);
      const own = await shard(((key % 2 ** 21) >> 4) % width);
      if (term[1] || own.get(key)?.complete) return [own];
      return Promise.all([...Array(width).keys()].map(shard));
    });
    return new Map((await Promise.all(found)).flat().flatMap((one) => [...one]));
  }

  // All that shows an item.
  async item(i) {
    const { texts, items, topics, units } = await this.manifest();
    const at = texts.findLastIndex((first) => first <= i);
    const part = `${texts[at]}\n${texts[at + 1] ?? items}`;
    const [rows, issue, n, kind, topic, unit, title, text] = await this.file(`t${at}`, part, (bytes) => inflated(bytes, "gbk"));
    const to = i - texts[at];
    return {
      title: title[to],
      text: text[to],
      row: rows[place(issue[to])],
      n: place(n[to]),
      kind: kind[to],
      topic: ids(topics, topic[to]),
      unit: ids(units, unit.split(" ")[to]),
    };
  }
}

// The whole index. With ``reload`` its JSON files come from the server itself, whatever a cache holds.
export class Index {
  constructor(root, top, cache) {
    Object.assign(this, { root, top });
    this.years = top.years.map((year) => new Year(root, year, cache));
    const all = ({ name, names = [], former = [] }) => [...new Set([name, ...names, ...former.map(([one]) => one)])];
    const named = (list) => new Map(list.map((one) => [one.id, all(one)]));
    this.names = { series: named(top.series), topic: named(top.topics), unit: named(top.units) };
    this.names.former = new Map(top.units.map(({ id, former }) => [id, former])); // of units: [name, its last day], oldest first
  }

  static async open(root, reload) {
    const cache = reload ? "reload" : "no-cache";
    return new Index(root, await json(`${root}search/index.json`, cache), cache);
  }

  // Learn all pairs of the folding table; say whether that is news.
  async foldAll() {
    if (this.whole) return false;
    learn(await (await fetched(this.root + this.top.fold, "default")).text());
    return (this.whole = true);
  }
}
