// Comforts on top of pages that are complete without them.

const all = (selector) => [...document.querySelectorAll(selector)];
const on = (target, event, act) => target.addEventListener(event, act);
const make = (name, attributes, ...content) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...content);
  return element;
};
const site = document.querySelector(".site-name").href;
const footer = document.querySelector(".frame > footer");
let kept = {};
try { kept = localStorage; } catch {}
const remember = (key, value) => { try { kept[key] = value; } catch {} };

const formats = {};
// "Tue 3 Nov 2026, 02:14 UTC", elsewhere "03:14 +01:00"; of a day just the day.
const prose = (time, zone = "UTC") => {
  formats[zone] ??= new Intl.DateTimeFormat("en-US", {
    weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit",
    minute: "2-digit", hourCycle: "h23", timeZone: zone, timeZoneName: "longOffset",
  });
  const part = {};
  for (const { type, value } of formats[zone].formatToParts(new Date(time))) part[type] = value;
  const day = `${part.weekday} ${part.day} ${part.month} ${part.year}`;
  const offset = part.timeZoneName.slice(3).replace("+00:00", "") || "UTC";
  return time.includes("T") ? `${day}, ${part.hour}:${part.minute} ${offset}` : day;
};
const age = (time) => new Intl.RelativeTimeFormat("en", { numeric: "auto" })
  .format(Math.round((Date.parse(time) - Date.now()) / 864e5), "day");

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const recorded = new Map(all("time[datetime*=T]").map((time) => [time, time.textContent]));
const [firstText = ""] = recorded.values();
const zones = make("select", {},
  make("option", { value: "" }, firstText.endsWith("UTC") ? "UTC" : "the site's zone"),
  make("option", { value: "here" }, `your zone (${here})`));
zones.value = kept.rollbookZone ?? "";
const showTimes = () => recorded.forEach((text, time) => {
  time.textContent = zones.value ? prose(time.dateTime, here) : text;
});
if ([...recorded].some(([time, text]) => prose(time.dateTime, here) !== text)) {
  footer.append(make("label", {}, "Times in ", zones));
  showTimes();
}
on(zones, "change", () => {
  showTimes();
  remember("rollbookZone", zones.value);
});
on(document, "mouseover", ({ target }) => {
  const time = target.closest("time[datetime*=T]");
  if (!time) return;
  const other = zones.value ? recorded.get(time) : prose(time.dateTime, here);
  time.title = `${other}, ${age(time.dateTime)}`;
});

// Tables. The address says how they are sorted and filtered: #filter1=checkout&sort1=-2

const view = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
const keep = (name, value) => {
  const now = view();
  now.set(name, value);
  if (!value) now.delete(name);
  history.replaceState(null, "", "#" + now);
};
const views = {};
const rowsOf = (table) => [...table.tBodies[0].rows];

const units = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };
// What a cell sorts by; null for nothing.
const keyOf = (cell) => {
  const time = cell?.querySelector("time");
  if (time) return time.dateTime;
  const text = cell?.textContent.trim().replace("−", "-");
  if (!text || text === "–" || text === cell.querySelector(".muted")?.textContent) return null;
  const duration = text.match(/^-?(\d+\s(ms|s|m|h|d)\b\s?)+/)?.[0];
  if (duration) {
    return [...duration.matchAll(/(\d+)\s(\w+)/g)]
      .reduce((sum, [, count, unit]) => sum + count * units[unit], 0) * (text[0] === "-" ? -1 : 1);
  }
  const number = parseFloat(text.replaceAll(",", ""));
  return cell.matches(".right") && !isNaN(number) ? number : text;
};
const natural = new Intl.Collator("en", { numeric: true });
const compare = (a, b) =>
  typeof a + typeof b === "numbernumber" ? a - b : natural.compare(a, b);

const makeSortable = (table, name) => {
  const heads = [...table.tHead.rows[0].cells];
  const rows = rowsOf(table);
  let by = 0;
  // Column 2 is 2, descending -2; 0 is the page's order.
  const sort = (wanted) => {
    const column = Math.abs(wanted) - 1;
    by = heads[column] ? Number(wanted) : 0;
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    if (by) heads[column].setAttribute("aria-sort", by > 0 ? "ascending" : "descending");
    const keyed = rows.map((row) => ({ row, key: by && keyOf(row.cells[column]) }));
    keyed.sort((a, b) => a.key === null || b.key === null
      ? (a.key === null) - (b.key === null) : by * compare(a.key, b.key));
    table.tBodies[0].append(...keyed.map((each) => each.row));
  };
  heads.forEach((head, column) => {
    if (!head.textContent.trim() || rows[0].cells[column]?.querySelector(".strip")) return;
    const button = make("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    on(button, "click", () => {
      // Texts up, all else down; then the other way; then as it was.
      const cells = rows.map((row) => row.cells[column]);
      const isText = !cells.some((cell) => cell?.matches(".right, :has(time)"));
      const first = isText ? column + 1 : -column - 1;
      sort(by === first ? -first : by === -first ? 0 : first);
      keep(name, by);
    });
  });
  views[name] = sort;
};

const makeFilterable = (table, name) => {
  const input = make("input", { type: "search" });
  const count = make("span", { role: "status" });
  table.before(make("div", { class: "tools" }, make("label", {}, "Filter ", input), count));
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/);
    const rows = rowsOf(table);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    count.textContent = input.value
      && `Showing ${rows.filter((row) => !row.hidden).length} of ${rows.length}`;
  };
  on(input, "input", () => {
    filter();
    keep(name, input.value);
  });
  views[name] = (text) => {
    input.value = text ?? "";
    filter();
  };
};

all("main .scroll > table").forEach((table, i) => {
  const count = table.tHead && table.tBodies.length ? rowsOf(table).length : 0;
  if (count >= 5) makeSortable(table, `sort${i + 1}`);
  if (count >= 12 && !table.closest("details")) makeFilterable(table, `filter${i + 1}`);
});
const restore = () => Object.keys(views).forEach((name) => views[name](view().get(name)));
if (view().size) restore();
on(window, "hashchange", restore);

const copy = async (element) => {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch { // Missing or denied.
    getSelection().selectAllChildren(element);
    if (!document.execCommand("copy")) return "Selected";
  }
  return "Copied";
};
all(".facts dd > code:first-child, .empty code").forEach((code) => {
  const title = code.closest("dd")?.previousElementSibling;
  const name = title?.textContent ?? "the command";
  const button = make("button", { type: "button", class: "copy", "aria-live": "polite" });
  const say = (word) => {
    button.textContent = word;
    button.ariaLabel = `${word} ${name}`;
  };
  say("Copy");
  if (title) title.append(" ", button); else code.after(button);
  on(button, "click", async () => {
    say(await copy(code));
    setTimeout(say, 2000, "Copy");
  });
});

// A key for the search.
const toSearch = document.getElementById("to-search");
const slash = make("input", { type: "checkbox" });
slash.checked = !kept.rollbookNoKey;
footer.append(make("label", {}, slash, " Key / searches"));
toSearch.hash = "q=";
const announce = () => { toSearch.ariaKeyShortcuts = slash.checked ? "/" : ""; };
announce();
on(slash, "change", () => {
  announce();
  remember("rollbookNoKey", slash.checked ? "" : "1");
});
on(document, "keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || !slash.checked
    || event.target.type === "search") return;
  event.preventDefault();
  const field = document.querySelector("#search input");
  if (field) field.focus(); else toSearch.click();
});

// No page says its age; build.js does.
const script = make("script", { src: new URL("build.js", site) });
script.onload = () => {
  const { data_through: end, stale_after: limit } = window.rollbookBuild ?? {};
  if (!(Date.now() > Date.parse(limit))) return;
  const words = `These records end ${prose(end)}; newer ones have not arrived.`;
  document.getElementById("main").append(
    make("div", { class: "stale" }, make("p", { class: "notice notice-warn" }, words)));
};
document.head.append(script);
