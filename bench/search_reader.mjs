// node search_reader.mjs MODULES SITE WORDS: what the search loads of an index, by the very modules that browsers run.
// Writes JSON: of each word the bytes until first results stand, those until all years are looked through and ten stand,
// and the milliseconds of this process's processors until the first.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [modules, site, words] = process.argv.slice(2);
const SHOWN = 10; // results of a page
const ROOT = "http://site.invalid/";
const sizes = new Map(); // of files as they are sent: what isn't compressed by itself is by the server
let sent = 0;

globalThis.fetch = async (url) => {
  const path = url.slice(ROOT.length).split("?")[0];
  const data = readFileSync(`${site}/${path}`);
  if (!sizes.has(path)) sizes.set(path, path.endsWith(".bin") ? data.length : gzipSync(data).length);
  sent += sizes.get(path);
  return new Response(data);
};

const load = (name) => import(pathToFileURL(`${modules}/${name}.js`));
const [{ Index }, { Search }] = [await load("shards"), await load("find")];
const loaded = [];
for (const text of JSON.parse(readFileSync(words, "utf8"))) {
  const index = await Index.open(ROOT, false);
  sent = 0; // of the query: the first file came when the reader turned to the box
  const begun = process.cpuUsage();
  let first;
  const found = new Search(index, { text: `"${text}"`, chosen: {}, sort: "" }, new Map());
  await found.run(
    () => true,
    async (done) => {
      if (done !== null) await found.first(SHOWN, done);
      if (found.cards.length) first ??= [sent, process.cpuUsage(begun)];
    },
  );
  const [soon, { user, system }] = first ?? [sent, process.cpuUsage(begun)];
  loaded.push([soon, sent, (user + system) / 1000]);
}
console.log(JSON.stringify(loaded));
