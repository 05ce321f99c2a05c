// The Eleventy site built beside ours: issues and items are Markdown pages, a tag is a listing named by its address.

const fs = require("node:fs");
const path = require("node:path");

const read = (name) => JSON.parse(fs.readFileSync(path.join(__dirname, "data", name), "utf8"));

// An issue or item as the templates know it, over Eleventy's own page.
class Entry {
  constructor(page) {
    this.page = page;
    Object.assign(this, page.data.about);
    this.title = page.data.title;
  }

  get content() {
    return this.page.content;
  }
}

// What templates ask of the whole site; each answer is found once.
class Site {
  constructor(pages) {
    this.site = read("site.json");
    this.names = read("names.json");
    this.lists = new Map();
    this.entries = new Map();
    this.tallies = new WeakMap();
    this.calendars = new Map();
    const entries = pages
      .filter((page) => page.data.about)
      .map((page) => new Entry(page))
      .sort((one, two) => Number(one.weight) - Number(two.weight));
    for (const entry of entries) {
      this.entries.set(entry.address, entry);
      for (const tag of entry.page.data.tags) {
        if (!this.lists.has(tag)) this.lists.set(tag, []);
        this.lists.get(tag).push(entry);
      }
    }
    this.all = entries.filter((entry) => entry.issue);
    this.ofIssue = new Map();
    for (const item of this.all) {
      if (!this.ofIssue.has(item.issue)) this.ofIssue.set(item.issue, []);
      this.ofIssue.get(item.issue).push(item);
    }
    const order = new Map(Object.keys(this.names).map((name, place) => [name, place]));
    const place = (address) => order.get(this.plain(address)) ?? -1;
    const sorted = [...this.lists.keys()].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
    this.children = new Map();
    for (const address of sorted) {
      const above = this.base(address);
      if (!this.children.has(above)) this.children.set(above, []);
      this.children.get(above).push(address);
    }
    this.beside = new Map();
    for (const series of this.series()) {
      const issues = this.lists.get(series);
      for (const row of [[...issues].reverse(), ...issues.map((issue) => this.items(issue))]) {
        row.forEach((one, n) => this.beside.set(one.address, { previous: row[n - 1], next: row[n + 1] }));
      }
    }
  }

  plain(address) {
    return address.startsWith("problems/") ? address.slice("problems/".length) : address;
  }

  base(address) {
    return address.slice(0, Math.max(address.lastIndexOf("/"), 0));
  }

  last(address) {
    return address.slice(address.lastIndexOf("/") + 1);
  }

  dated(address) {
    return /^\d+$/.test(this.last(address));
  }

  name(address) {
    const plain = this.plain(address);
    if (!this.dated(plain) || plain in this.names) return this.names[plain] ?? address;
    const base = this.base(plain);
    return base ? `${this.name(base)} ${this.last(plain)}年` : `${plain}年`;
  }

  within(address, column) {
    return address.startsWith(column);
  }

  steps(address) {
    const parts = address.split("/").filter(Boolean);
    return parts.map((_, n) => parts.slice(0, n + 1).join("/")).filter((way) => this.lists.has(way) || way in this.names);
  }

  day(signed) {
    const [year, month, day] = signed.split("-").map(Number);
    return `${year}年${month}月${day}日`;
  }

  // A value as JSON that may stand in a script element.
  json(value) {
    return JSON.stringify(value ?? "").replaceAll("<", "\\u003c");
  }

  // The text of an issue or item in a feed.
  text(one) {
    if (one.issue) return one.content;
    return this.items(one).map((item) => `<h2>${item.title}</h2>${item.content}`).join("");
  }

  // The months of a year's calendar, each with its issues, newest first, and its weeks of days.
  months(address) {
    if (!this.calendars.has(address)) {
      const year = Number(this.last(address));
      const byDay = new Map();
      for (const issue of this.listed(address)) {
        if (!byDay.has(issue.signed)) byDay.set(issue.signed, []);
        byDay.get(issue.signed).push(issue);
      }
      this.calendars.set(address, Array.from({ length: 12 }, (_, n) => this.month(year, n + 1, byDay)));
    }
    return this.calendars.get(address);
  }

  month(year, month, byDay) {
    const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
    const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const two = (number) => String(number).padStart(2, "0");
    const days = Array.from({ length: Math.ceil((before + count) / 7) * 7 }, (_, n) => {
      const day = n - before + 1;
      return { day: day >= 1 && day <= count ? day : 0, issues: byDay.get(`${year}-${two(month)}-${two(day)}`) ?? [] };
    });
    const weeks = Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
    const entries = [...days].reverse().flatMap((day) => day.issues);
    return { name: `${month}月`, issues: entries.length, entries, weeks };
  }

  first(entries, count) {
    return entries.slice(0, count);
  }

  listed(address) {
    return this.lists.get(address) ?? [];
  }

  sort(address) {
    const column = address.split("/")[0];
    const dated = this.dated(address);
    if (this.series().includes(column)) return dated ? "issues" : "series";
    if (["calendar", "problems", "statistics"].includes(column)) return column;
    return dated ? "items" : "subject";
  }

  series() {
    return this.site.series.filter((one) => this.lists.has(one));
  }

  // The listings that have feeds of their own.
  fed() {
    return [...this.series(), "problems", "statistics", ...this.below("topics"), ...this.below("units")];
  }

  // What a feed of a listing holds.
  stream(address) {
    if (address === "problems") return this.problems();
    return address === "statistics" ? this.all : this.lists.get(address);
  }

  below(address) {
    return (this.children.get(address) ?? []).filter((one) => !this.dated(one));
  }

  years(address) {
    const base = this.dated(address) ? this.base(address) : address;
    return (this.children.get(base) ?? []).filter((one) => this.dated(one)).reverse();
  }

  of_year(column, address) {
    return this.below(column).map((one) => `${one}/${this.last(address)}`).filter((one) => this.lists.has(one));
  }

  units(item) {
    return item.units.split(" ");
  }

  items(issue) {
    return this.ofIssue.get(issue.address) ?? [];
  }

  items_in(issues) {
    return issues.flatMap((issue) => this.items(issue));
  }

  all_items() {
    return this.all;
  }

  problems() {
    return this.years("problems").flatMap((year) => this.lists.get(year));
  }

  tally(items) {
    if (!this.tallies.has(items)) {
      this.tallies.set(items, {
        issues: new Set(items.map((item) => item.issue)).size,
        entries: items.length,
        problems: items.filter((item) => item.kind === "problem").length,
      });
    }
    return this.tallies.get(items);
  }

  neighbours(one) {
    return this.beside.get(one.address) ?? {};
  }

  addresses() {
    return ["", ...[...this.lists.keys()].map((one) => `${one}/`), ...this.beside.keys()];
  }
}

module.exports = (config) => {
  config.addPassthroughCopy({ static: "theme" });
  config.addCollection("bulletin", (api) => [new Site(api.getAll())]);
  // The listings, by the tags that articles name; pages/listing.njk makes a page of each.
  config.addCollection("listings", (api) => [...new Set(api.getAll().flatMap((page) => (page.data.about ? page.data.tags : [])))]);
  config.addCollection("streams", (api) => {
    const site = new Site(api.getAll());
    const issues = site.series().flatMap((one) => site.lists.get(one));
    issues.sort((one, two) => Number(one.weight) - Number(two.weight));
    return [["", issues], ...site.fed().map((one) => [`${one}/`, site.stream(one)])].map(([address, entries]) => ({
      address,
      name: address ? site.name(address.slice(0, -1)) : "全部刊物",
      entries: entries.slice(0, 40),
    }));
  });
  return {
    dir: { input: "content", includes: "../_includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
};
