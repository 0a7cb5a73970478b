// The editor of a query: terms, things, prefixes and variables complete while one writes, as in
// graph/jupyter/completion.py.
"use strict";

nhv.Editor = class {
  static MOST = 30;

  constructor(field, data, names, run) {
    Object.assign(this, { field, data, names });
    this.suggestions = new nhv.Suggestions(
      field, data.words.suggestions, () => this.found(), (one) => this.take(one));
    field.addEventListener("input", () => {
      if (this.fragment().length > 1) this.suggestions.open();
      else this.suggestions.close();
    });
    field.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      if (event.key === "Enter") run();
      else if (event.key === " ") this.suggestions.open();
      else return;
      event.preventDefault();
    });
  }

  // What stands before the cursor and is to be completed.
  fragment() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    return /[?$]?[\p{L}\p{N}_:.-]*$/u.exec(before)[0];
  }

  take({ text }) {
    const end = this.field.selectionStart;
    this.field.setRangeText(text, end - this.fragment().length, end, "end");
    this.field.focus();
  }

  found() {
    const fragment = this.fragment();
    const { language } = this.data;
    const begun = (known, about) => known.filter((one) => one.startsWith(fragment) && one !== fragment)
      .map((text) => ({ text, about }));
    let found = [];
    if (fragment.startsWith("$")) found = begun(["$as_of", "$lang"], "");
    else if (fragment.startsWith("?")) {
      found = begun([...new Set(this.field.value.match(/\?[\p{L}\p{N}_]+/gu) ?? [])].sort(), "");
    } else if (fragment.includes(":")) {
      const at = fragment.indexOf(":");
      const [prefix, local] = [fragment.slice(0, at), fragment.slice(at + 1)];
      if (Object.hasOwn(language.terms, prefix)) found = this.terms(prefix, local);
      else if (Object.hasOwn(this.names.known.things, prefix)) {
        found = this.names.completed(local, prefix, this.data.lang, nhv.Editor.MOST)
          .map((thing) => ({ text: thing.short, about: thing[this.data.lang] }));
      }
    } else {
      found = begun(Object.keys(language.prefixes).map((prefix) => `${prefix}:`), "");
      const upper = fragment.toUpperCase();
      if (fragment) {
        found.push(...language.keywords.filter((one) => one.startsWith(upper) && one !== fragment)
          .map((text) => ({ text, about: "" })));
      }
    }
    return found.slice(0, nhv.Editor.MOST);
  }

  // Terms by the beginning of their names, then of their labels, then of a word of one.
  terms(prefix, local) {
    const wanted = nhv.spelling.casefold(local);
    const ranked = Object.entries(this.data.language.terms[prefix]).flatMap(([name, about]) => {
      const labels = nhv.spelling.casefold(about).split(" / ");
      const rank = nhv.spelling.casefold(name).startsWith(wanted) ? 0
        : labels.some((one) => one.startsWith(wanted)) ? 1
          : labels.some((one) => one.includes(` ${wanted}`)) ? 2 : 3;
      return rank < 3 ? [[rank, { text: `${prefix}:${name}`, about }]] : [];
    });
    ranked.sort((a, b) => a[0] - b[0] || (a[1].text < b[1].text ? -1 : 1));
    return ranked.map(([, one]) => one);
  }
};
