// What a reader typed, as words, exclusions and fields. Nothing here knows of pages or files.

import { squeeze } from "./fold.js";

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

// Signs that all browsers and the index agree on; only these are looked up.
const RUNS = /[0-9a-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+/gu;

const SURE = 0.8; // of the items that have one term of a word: if so many have another too, it isn't asked

export const runsOf = (word) => word.match(RUNS) ?? [];

// Figures as the one sign they are in a term: two side by side, or one that stands before none.
const signOf = (figures) =>
  /^\d/.test(figures) ? String.fromCharCode(0xe000 + 16 * figures[0] + (figures[1] ? +figures[1] + 1 : 0)) : figures;

// The terms of a run, each of a sign and the one behind it; none that ends where one before it does, which says as much.
// What stands behind a figure at the end of a run is not known: it is written as it is, for all that begin with it.
function termsIn(run) {
  const terms = [];
  for (let i = 0, end = 0; end < run.length; i++) {
    const [pair, one, two] = /(\d\d|.)(\d\d?|.?)/.exec(run.slice(i));
    if (i + pair.length <= end) continue;
    end = i + pair.length;
    terms.push((one[1] ? signOf(one) : one) + (two[1] || end < run.length ? signOf(two) : two));
  }
  return terms;
}

// The terms of a word; a run of one sign stands for itself, but beside longer ones it would find too much to be of use.
export function termsOf(word) {
  const runs = runsOf(word);
  const long = runs.filter((run) => run[1]);
  return [...new Set((long.length ? long : runs).flatMap(termsIn))];
}

// Of terms, [share of the items, term, flags of items], those to ask for in other years, in order: each time the one that
// those before it make the least likely, until they make all others as good as sure.
export function quickest(told) {
  const terms = [];
  while (told.length) {
    const [[, first, among]] = told.sort(([a], [b]) => a - b);
    terms.push(first);
    const both = (own) => own.filter((flag, i) => flag && among[i]).length + 0.5;
    const likely = told.slice(1).map(([rate, term, own]) => [Math.max(rate, both(own) / (both(among) + 0.5)), term, own]);
    told = likely.filter(([rate]) => rate < SURE);
  }
  return terms;
}

// {words, without, fields: [{key, value, not}], refused}: words as typed; refused are those that nothing can find.
export function parse(text) {
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

// Two or more years, of which either may be missing: 2003-2005.
function years(value) {
  const [, first, dash, last] = /^(\d{4})?年?\s*([-–—~～至到])?\s*(\d{4})?年?$/u.exec(value) ?? [];
  if (!first && !last) return null;
  return [first ? +first : 0, last ? +last : dash ? 9999 : +first];
}

// Whether an issue's number, "10", "7-8" or "supplement-1", is what somebody wrote: 10, 第10期, 7-8, 8.
export function isNumber(segment, label, written) {
  const wanted = squeeze(written).replace(/期$/u, "");
  if (wanted === segment || (/^[第增专]/u.test(wanted) && squeeze(label).endsWith(`${wanted}期`))) return true;
  const [, number] = /^第?(\d+)$/u.exec(wanted) ?? [];
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(segment) ?? [];
  return !!number && !!first && +number >= +first && +number <= +(last ?? first);
}

// The fields of a query as tests of an item: its values by facet, and its issue. ``names``: key → id → names.
export function testsOf(query, names) {
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

// An issue or item as a reader cites it: {text, id, code, series, year, number, n, begins}, what is there of it; null for
// any other text. ``indexed`` is the pattern of index numbers: of a supplement S1, a special issue T1, a second run R2.
export function citation(typed, indexed) {
  const text = squeeze(typed).replace(/[《》]/gu, "");
  const { series: code, year, number, item } = new RegExp(`^${indexed}$`).exec(text)?.groups ?? {};
  if (code) {
    const [, run, track, digits] = /^(r\d+)?([st]?)0*(\d+)$/.exec(number);
    const begins = { s: "supplement-", t: "special-", "": "" }[track] + (run ? `${run}-` : "") + digits;
    return { text, code, year: +year, begins, n: +item };
  }
  const address = /^\/?([a-z][a-z0-9-]*)\/(\d{4})\/([a-z0-9-]+)(?:\/(\d+))?\/?$/.exec(text);
  if (address) return { text, id: address[1], year: +address[2], number: address[3], n: address[4] };
  const printed = /^(\D+?)[([〔【]?((?:19|20)\d\d)?[)\]〕】]?[年/.-]?((?:[增专]刊)?第?[\d〇零一二三四五六七八九十百-]+)[期号]?$/u.exec(text);
  return printed && { text, series: printed[1], year: printed[2] && +printed[2], number: printed[3] };
}

// Whether an issue of a series, [id, segment, label, total, …], is the one that is cited.
export function isCited([, segment, label, total], { id, series, number, begins }) {
  if (begins) return segment === begins || segment.startsWith(`${begins}-`);
  if (id) return segment === number;
  return series.endsWith("总") && total ? isNumber("", total.slice(1), number) : isNumber(segment, label, number);
}
