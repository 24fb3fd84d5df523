// The search, with site.js. It loads the files to which a word leads as scripts, so that it works from
// a folder too; search/index.js says with which beginnings.

const kinds = {
  s: "Service", v: "Version", d: "Deployment", r: "Rollback", c: "Commit", p: "Person",
  e: "Environment", t: "Job type", a: "Agent", j: "Job", g: "Page",
};

// As SearchText.folded: in lower case, all but ASCII as %-escaped bytes.
const hex = (byte) => byte.toString(16).padStart(2, "0");
const fold = (text) => text.replace(/[^\0-\x7f]/gu, (character) =>
  [...new TextEncoder().encode(character.toLowerCase())].map((byte) => "%" + hex(byte)).join(""))
  .toLowerCase();
const wordsOf = (text) => fold(text).split(/[\0- ]+/).filter(Boolean)
  .map((word) => word.slice(0, 80));
// As SearchText.tailStarts: the last part of three characters or more, to the end.
const tailOf = (word) =>
  word.match(/[a-z0-9%]{3,}([^a-z0-9%]+[a-z0-9%]{1,2})*[^a-z0-9%]*$/)?.[0] ?? word;

const takers = {};
window.rollbookSearch = (name, content) => takers[name](content);
const files = {};
const load = (name) => files[name] ??= new Promise((take) => {
  takers[name] = take;
  const script = make("script", { src: new URL(`search/${name || "index"}.js`, site) });
  script.onerror = () => take([]);
  document.head.append(script);
});

// The files for a word: of too many the first, with just the word, and the last three, with the
// highest numbers.
const filesFor = (word, shelf, beginnings) => {
  if (shelf === "commits" && word.length < 4) return [];
  return beginnings.filter((each) => each.startsWith(word) || word.startsWith(each))
    .filter((_, i, { length }) => i === 0 || i > length - 4)
    .map((each) => `${shelf}/by-` + each.replace(/[^a-z0-9-]/g, (c) => "_" + hex(c.charCodeAt())));
};
const candidates = async (words) => {
  const shelves = Object.entries(await load(""));
  const longest = words.reduce((a, b) => b.length > a.length ? b : a);
  const names = [longest, tailOf(longest)].flatMap((word) =>
    shelves.flatMap(([shelf, beginnings]) => filesFor(word, shelf, beginnings)));
  const entries = (await Promise.all([...new Set(names)].map(load))).flat();
  return new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values();
};

// 0: is the words; 1: begins with or ends in them; 2: its end begins with one; 3: has them; -1: no.
const bare = (word) => word.replace(/^0+/, "");
const fit = (words, [, label, detail]) => {
  const name = wordsOf(label).join(" ");
  const query = words.join(" ");
  const has = (text) => (word) => text.includes(word);
  if (!words.some(has(name)) || !words.every(has(`${name} ${fold(detail)}`))) return -1;
  const tail = bare(tailOf(name));
  return name === query ? 0 : name.startsWith(query) || tail === bare(query) ? 1
    : words.some((word) => tail.startsWith(bare(word))) ? 2 : 3;
};
const find = async (words) => words.length === 0 ? [] : [...await candidates(words)]
  .map((entry) => [fit(words, entry), Object.keys(kinds).indexOf(entry[0]), entry])
  .filter(([rank]) => rank >= 0)
  .sort(([rankA, kindA, a], [rankB, kindB, b]) => rankA - rankB || kindA - kindB
    || natural.compare(b[3], a[3]) || natural.compare(a[1], b[1]))
  .map(([, , entry]) => entry);

const row = ([kind, label, detail, day, path]) => {
  path ??= `${kind === "j" ? "jobs" : "deployments"}/${label.slice(-2)}/${label}.html`;
  const name = make("vdcj".includes(kind) ? "code" : "bdi", {}, label);
  const about = make("small", {}, detail, detail && day ? ", " : "");
  if (day) about.append(make("time", { datetime: day }, prose(day)));
  return make("li", {}, make("a", { href: new URL(path, site) }, name), " ",
    make("span", { class: "chip" }, kinds[kind]), " ", about);
};

const field = make("input", { type: "search" });
const outcome = make("p", { role: "status" });
const results = make("ol");
const place = document.getElementById("search") ?? make("div");
place.replaceChildren(
  make("div", { class: "tools", role: "search" }, make("label", {}, "Search ", field)), outcome,
  results);

const search = async () => {
  results.ariaBusy = "true";
  const asked = field.value;
  const words = wordsOf(asked);
  const found = await find(words);
  if (asked !== field.value) return;
  outcome.textContent = !words.length ? "" : found.length > 50
    ? "50 best results; type more for others"
    : found.length === 1 ? "1 result" : `${found.length} results`;
  results.replaceChildren(...found.slice(0, 50).map(row));
  results.ariaBusy = "false";
};
let pause;
on(field, "input", () => {
  results.ariaBusy = "true";
  clearTimeout(pause);
  pause = setTimeout(() => {
    keep("q", field.value);
    search();
  }, 100);
});
on(field, "keydown", ({ key }) => {
  if (key === "Enter") results.querySelector("a")?.focus();
});
const ask = () => {
  field.value = view().get("q") ?? new URLSearchParams(location.search).get("q") ?? "";
  search();
};
on(window, "hashchange", ask);
ask();
if (view().has("q")) field.focus();
