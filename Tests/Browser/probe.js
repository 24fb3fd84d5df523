// What the checks ask of a page that is open in the browser; see visits.py.
window.probe = (() => {
  "use strict";

  // Elements with one label look alike.
  const label = (element) => `${element.tagName}.${[...element.classList].sort().join(".")}`;

  // An element with its classes, and each of those inside with the way to it: what breaks in one row
  // breaks in every row that has the same in the same place.
  const traits = (element, way) => {
    const here = `${way}>${label(element)}`;
    return [here, ...[...element.children].flatMap((child) => traits(child, here))];
  };

  // A place in the page, short enough to read and exact enough to find.
  const place = (element) => {
    const steps = [];
    for (let e = element; e && e !== document.documentElement && steps.length < 4; e = e.parentElement) {
      if (e.id) return [`#${e.id}`, ...steps].join(" > ");
      const classes = [...e.classList].map((name) => `.${name}`).join("");
      const alike = [...(e.parentElement?.children ?? [])].filter((o) => o.tagName === e.tagName);
      const number = alike.length > 1 ? `:nth-of-type(${alike.indexOf(e) + 1})` : "";
      steps.unshift(e.tagName.toLowerCase() + classes + number);
    }
    return steps.join(" > ");
  };

  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });

  // Leaves of rows, items and marks those that show something that fewer than two before them have
  // shown in a place like theirs, and opens whatever is folded.
  const thin = () => {
    const seen = new Map();
    document.querySelectorAll("tbody, ul, ol, dl, svg, svg g").forEach((parent) => {
      // A mark that is a link is whole or not there.
      if (parent.closest("svg a")) return;
      let way = "";
      for (let e = parent; e; e = e.parentElement) way += `<${label(e)}`;
      [...parent.children].filter((child) => !["title", "desc"].includes(child.tagName)).forEach((child) => {
        const here = new Set(traits(child, way));
        if ([...here].every((trait) => seen.get(trait) >= 2)) return child.remove();
        here.forEach((trait) => seen.set(trait, (seen.get(trait) ?? 0) + 1));
      });
    });
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
  };

  // axe never looks into these, not even where they are what a reader sees.
  const unwrapNoscript = () => {
    document.querySelectorAll("noscript").forEach((element) => element.replaceWith(...element.childNodes));
  };

  const accessibility = async (without) => {
    const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
    const found = await axe.run(document, {
      // The page's policy forbids fetching its own style sheet again.
      preload: false,
      resultTypes: ["violations"],
      runOnly: {
        type: "tag",
        values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      },
      rules,
    });
    return found.violations.map((violation) => ({
      rule: violation.id,
      advice: violation.help,
      places: violation.nodes.map((node) => node.target.flat().join(" ")),
      more: violation.nodes[0].any.concat(violation.nodes[0].all, violation.nodes[0].none)
        .map((check) => check.message).join("; "),
    }));
  };

  // What sticks out of a page that is wider than its window.
  const overflow = () => {
    const excess = document.scrollingElement.scrollWidth - window.innerWidth;
    if (excess <= 0) return null;
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      if (!isVisible(element) || element.getBoundingClientRect().right <= window.innerWidth + 0.5) {
        return false;
      }
      for (let e = element.parentElement; e && e !== document.body; e = e.parentElement) {
        if (getComputedStyle(e).overflowX !== "visible") return false;
      }
      return true;
    });
    return { excess, places: wide.slice(-3).map(place) };
  };

  const shifts = () => new Promise((done) => {
    let sum = 0;
    const places = new Set();
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
      sum += entry.value;
      entry.sources.forEach(({ node }) => {
        const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (element) places.add(place(element));
      });
    })).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done({ sum, places: [...places].slice(0, 3) }), 100);
  });

  const background = () => [document.body, document.documentElement]
    .map((element) => getComputedStyle(element).backgroundColor)
    .find((color) => color !== "rgba(0, 0, 0, 0)") ?? "none";

  // What moves although the reader asked for less motion.
  const motion = () => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return style.animationName !== "none" || style.scrollBehavior === "smooth"
      || style.transitionDuration.split(", ").some((each) => parseFloat(each) > 0.01);
  }).map(place);

  // MARK: The keyboard

  const appearance = (element) => {
    const style = getComputedStyle(element);
    return [
      style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.borderColor,
      style.backgroundColor, style.textDecoration,
    ].join("|");
  };
  let atRest = new Map();

  // Everything that the Tab key has to reach.
  const beginTabbing = () => {
    const all = "a[href], button, input, select, textarea, details > summary:first-of-type, [tabindex]";
    const wanted = [...document.querySelectorAll(all)]
      .filter((element) => isVisible(element) && !element.disabled && element.tabIndex >= 0);
    document.activeElement?.blur();
    atRest = new Map(wanted.map((element) => [element, appearance(element)]));
    return wanted.map(place);
  };

  // What has the focus, and what is wrong with how that shows; null at the end of the page.
  const focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const problems = [];
    if (atRest.has(element) && appearance(element) === atRest.get(element)) problems.push("focus-visible");
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const left = Math.max(box.left, 0), right = Math.min(box.right, window.innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, window.innerHeight);
    if (right <= left || bottom <= top) {
      problems.push("focus-in-view");
    } else {
      const onTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      // Marks of one chart may lie over each other.
      const isBeside = element.ownerSVGElement?.contains(onTop);
      if (onTop && !isBeside && !element.contains(onTop) && !onTop.contains(element)) {
        problems.push("focus-obscured");
      }
    }
    const href = element.getAttribute("href") ?? "";
    const target = href.startsWith("#") ? document.getElementById(href.slice(1)) : null;
    return { place: place(element), skips: Boolean(target?.querySelector("h1")), problems };
  };

  return {
    thin, unwrapNoscript, accessibility, overflow, shifts, background, motion, beginTabbing, focused,
  };
})();
