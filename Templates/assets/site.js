// Comforts on top of pages that are complete without them: filter and sort tables, local times on
// hover, a notice when the records have grown old.
(() => {
  "use strict";

  const make = (name, attributes, text = "") => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(text);
    return element;
  };
  const rowsOf = (table) => [...table.tBodies[0].rows];
  const seconds = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };

  // What a cell sorts by: time, duration, number, else text; null for nothing.
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const time = cell.querySelector("time");
    if (time) return time.dateTime;
    const text = cell.textContent.trim();
    if (["", "–", "no data"].includes(text)) return null;
    if (/^(\d+\s(ms|s|m|h|d)\s?)+$/.test(text)) {
      const parts = text.match(/\d+\s[a-z]+/g).map((part) => part.split(/\s/));
      return parts.reduce((sum, [count, unit]) => sum + count * seconds[unit], 0);
    }
    const number = parseFloat(text.replace(/,/g, "").replace("−", "-"));
    if (cell.classList.contains("right") && !isNaN(number)) return number;
    return text.toLowerCase();
  };

  const compare = (a, b) => {
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a < b ? -1 : a > b ? 1 : 0;
  };

  const makeSortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = make("button", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        const rows = rowsOf(table).map((row) => ({ row, key: keyOf(row, column) }));
        rows.sort((a, b) => a.key === null || b.key === null
          ? (a.key === null) - (b.key === null) : sign * compare(a.key, b.key));
        table.tBodies[0].append(...rows.map((each) => each.row));
      });
    });
  };

  const makeFilterable = (table) => {
    const tools = make("div", { class: "tools" });
    const label = make("label", {}, "Filter ");
    const input = make("input", { type: "search", autocomplete: "off" });
    const count = make("span", { role: "status" });
    label.append(input);
    tools.append(label, count);
    table.parentNode.before(tools);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      const rows = rowsOf(table);
      rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
      const shown = rows.filter((row) => !row.hidden);
      count.textContent = wanted && `Showing ${shown.length} of ${rows.length}`;
    });
  };

  document.querySelectorAll("main .scroll > table").forEach((table) => {
    if (!table.tHead || !table.tBodies.length) return;
    const count = rowsOf(table).length;
    if (count >= 5) makeSortable(table);
    if (count >= 12 && !table.closest("details")) makeFilterable(table);
  });

  const local = (time) => new Date(time).toLocaleString();
  document.querySelectorAll("time[datetime*=T]").forEach((time) => {
    time.title = `Your time: ${local(time.dateTime)}`;
  });

  // build.js sets rollbookBuild = { data_through, stale_after }; no page says its age.
  const home = document.querySelector(".site-name");
  const script = make("script", { src: new URL("build.js", home.href).href });
  script.onload = () => {
    const build = window.rollbookBuild;
    if (!build || !(Date.now() > Date.parse(build.stale_after))) return;
    document.getElementById("main").prepend(make("p", { class: "notice notice-warn" },
      `These records end ${local(build.data_through)}; newer ones have not arrived.`));
  };
  document.head.append(script);
})();
