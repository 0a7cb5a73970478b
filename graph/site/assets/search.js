// The search of the site. It reads the list that search-sv.js or search-en.js has laid down, and
// writes text, never HTML.
"use strict";

(() => {
  const MOST = 60;
  const form = document.querySelector("form[data-search]");
  const field = document.getElementById("q");
  const list = document.getElementById("hits");
  const status = document.getElementById("count");
  const say = form.dataset;

  const fold = (text) => text.toLowerCase().normalize("NFC");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
  const pages = nhvPages.map(([title, path, kind, summary, words]) => {
    const [t, rest] = [fold(title), fold(`${summary} ${words} ${kind}`)];
    return { title, path, kind, summary, t, rest, bareT: plain(t), bareRest: plain(rest) };
  });

  // How well a page fits a word; 0 if not at all. Letters as written count more than bare ones.
  function fit(page, word) {
    const bare = plain(word);
    if (page.t === word) return 12;
    if (page.t.startsWith(word)) return 9;
    if (` ${page.t}`.includes(` ${word}`)) return 7;
    if (page.bareT.startsWith(bare)) return 6;
    if (page.t.includes(word)) return 5;
    if (page.bareT.includes(bare)) return 4;
    if (` ${page.rest}`.includes(` ${word}`)) return 3;
    if (page.rest.includes(word)) return 2;
    return page.bareRest.includes(bare) ? 1 : 0;
  }

  function found(query) {
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    const hits = [];
    for (const page of pages) {
      const fits = words.map((word) => fit(page, word));
      if (fits.every(Boolean)) hits.push([fits.reduce((a, b) => a + b), page]);
    }
    hits.sort((a, b) => b[0] - a[0]); // stable: within one rank the list's own order stays
    return hits.map(([, page]) => page);
  }

  function element(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function show() {
    const hits = found(field.value);
    list.replaceChildren(...(hits ?? []).slice(0, MOST).map((page) => {
      const item = element("li");
      item.append(element("a", page.title, { href: page.path }));
      if (page.kind) item.append(" ", element("span", page.kind, { class: "badge state" }));
      item.append(" ", element("span", page.summary, { class: "soft" }));
      return item;
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
