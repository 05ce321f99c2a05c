// An item as it is found: what of it is shown, where the words stand in it, how well it answers.

import { squeeze, Squeezed } from "./fold.js";

const KINDS = [["general"], ["problem"], ["problem", "open"], ["problem", "handling"], ["problem", "resolved"]];

// The values of an item, by facet.
export function valuesOf(year, docs, i) {
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
