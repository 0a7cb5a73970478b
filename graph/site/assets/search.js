// The search of the site. It reads the list that search-sv.js or search-en.js has laid down, and
// writes text, never HTML.
"use strict";

(() => {
  const MOST = 60;
  // What a word says by where it stands: in a name of the thing, or in what is said of it.
  const NAME = 1, SAID = 0.4;
  // A page is found if it has this much of what the words say, the rare words counting most.
  const ENOUGH = 0.5;

  // How alike letters are that are a slip of the pen: one in five, two in eight.
  const SLIP = 0.75;

  const split = (text) => nhv.spelling.slug(text).split("-").filter(Boolean);

  // How far a word that is typed is a known word: itself, a form of it, part of it, or a slip of the pen.
  function likeness(typed, known) {
    if (typed === known) return 1;
    if (typed.length > 2 && known.startsWith(typed)) return 0.9;
    if (known.length > 4 && typed.startsWith(known)) return 0.8;
    let same = 0;
    while (same < typed.length && typed[same] === known[same]) same += 1;
    if (same > 4 && same >= Math.max(typed.length, known.length) - 3) return 0.75;
    if (typed.length > 4 && known.includes(typed)) return 0.6;
    const long = typed.length > 4 && Math.abs(typed.length - known.length) < 3;
    const alike = long ? nhv.spelling.ratio(typed, known) : 0;
    if (alike >= SLIP) return alike - 0.15;
    return typed.length > 7 && known.includes(typed.slice(0, Math.max(7, typed.length - 4))) ? 0.5 : 0;
  }

  // For each word the pages that have it, and how much it says there.
  function indexed(pages) {
    const words = new Map();
    pages.forEach((page, at) => {
      const put = (word, weight) => {
        if (!words.has(word)) words.set(word, new Map());
        words.get(word).set(at, Math.max(weight, words.get(word).get(at) ?? 0));
      };
      for (const word of split(`${page.summary} ${page.kind} ${page.said}`)) put(word, SAID);
      for (const word of split(page.names.join(" "))) put(word, NAME);
    });
    return words;
  }

  function found(query, pages, words) {
    const typed = [...new Set(split(query))];
    if (!typed.length) return null;
    const scores = new Map();
    let whole = 0;
    for (const word of typed) {
      const best = new Map();
      for (const [known, at] of words) {
        const like = likeness(word, known);
        if (like) for (const [page, weight] of at) {
          if (like * weight > (best.get(page) ?? 0)) best.set(page, like * weight);
        }
      }
      const rare = Math.log(1 + pages.length / (1 + best.size));
      whole += rare;
      for (const [page, fit] of best) scores.set(page, (scores.get(page) ?? 0) + rare * fit);
    }
    const said = typed.join(" ");
    const ranked = [...scores]
      .filter(([, score]) => score >= whole * ENOUGH * SAID)
      .map(([at, score]) => [score / whole + named(pages[at], said, typed) + pages[at].rank, at]);
    return ranked.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, at]) => pages[at]);
  }

  // How near a page's nearest name is to what was typed: the whole of it, its beginning, or a share.
  function named(page, said, typed) {
    return Math.max(...page.plain.map((name, at) => {
      const first = at === 0 ? 0.1 : 0;
      if (name === said) return 1 + first;
      const parts = name.split(" ");
      const held = parts.filter((part) => typed.some((word) => likeness(word, part) >= 0.6)).length;
      return 0.5 * (held / Math.max(parts.length, typed.length)) + (name.startsWith(said) ? 0.1 : 0);
    }));
  }

  const form = document.querySelector("form[data-search]");
  const field = document.getElementById("q");
  const list = document.getElementById("hits");
  const status = document.getElementById("count");
  const say = form.dataset;
  const pages = nhvPages.map(([title, path, kind, rank, summary, names, said]) => {
    const all = [title, ...names];
    return { title, path, kind, rank, summary, names: all, said, plain: all.map((name) => split(name).join(" ")) };
  });
  const words = indexed(pages);

  function show() {
    const hits = found(field.value, pages, words);
    list.replaceChildren(...(hits ?? []).slice(0, MOST).map((page) => {
      const kind = page.kind ? [" ", nhv.element("span", { class: "badge state" }, page.kind)] : [];
      return nhv.element("li", {}, nhv.element("a", { href: page.path }, page.title), ...kind, " ",
        nhv.element("span", { class: "soft" }, page.summary));
    }));
    status.textContent = hits === null ? ""
      : hits.length === 0 ? say.none
      : hits.length === 1 ? say.one
      : hits.length > MOST ? say.first.replace("{}", MOST).replace("{}", hits.length)
      : say.many.replace("{}", hits.length);
  }

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  field.addEventListener("input", show);
  show();
})();
