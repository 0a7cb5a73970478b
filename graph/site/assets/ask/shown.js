// An answer as a table that can be sorted, a hundred rows at first, each with its evidence on demand.
// Whatever is shown is put there as text.
"use strict";

nhv.Shown = class {
  static FEW = 100;
  static SCREEN = 30; // as many as can be seen: those below them come when these are painted

  // links: where a thing has its page, or null; proof: the evidence of a row, or null.
  constructor(data, { links, proof }) {
    Object.assign(this, { data, links, proof });
  }

  // answer: {table, headings, kinds, ids, caption}; columns named in ids are behind their names.
  table(answer) {
    this.answer = answer;
    const { table, ids = {} } = answer;
    const behind = new Set([...Object.values(ids), ...(answer.hidden ?? [])]);
    this.columns = table.columns.map((name, i) => ({ name, i, id: table.columns.indexOf(ids[name]) }))
      .filter(({ name }) => !behind.has(name));
    this.truths = new Set(this.columns.filter(({ i }) =>
      table.rows.some((row) => row[i]?.kind === "truth")).map(({ i }) => i));
    this.rows = table.rows;
    this.sorted = null;
    this.all = false;
    this.box = nhv.element("div", {
      class: "scroll", role: "region", tabindex: "0", "aria-label": answer.caption,
    });
    this.draw();
    // Some columns may be out of sight.
    const { box } = this;
    const hint = () => box.classList.toggle("further", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
    box.addEventListener("scroll", hint);
    new ResizeObserver(hint).observe(box);
    return box;
  }

  draw() {
    const { words } = this.data;
    const shown = this.all ? this.rows : this.rows.slice(0, nhv.Shown.FEW);
    const heads = this.columns.map((column) => {
      const name = this.answer.headings[column.name] ?? column.name;
      const button = nhv.element("button", { type: "button", class: "sort" }, name);
      button.addEventListener("click", () => this.sort(column.i));
      const order = this.sorted?.i === column.i ? (this.sorted.way > 0 ? "ascending" : "descending") : "none";
      return nhv.element("th", { scope: "col", "aria-sort": order }, button);
    });
    if (this.proof) heads.unshift(nhv.element("th", { scope: "col" }, words.evidence));
    const body = nhv.element("tbody");
    const put = (from, to) => body.append(...shown.slice(from, to).map((row, i) => this.row(row, from + i)));
    put(0, nhv.Shown.SCREEN);
    requestAnimationFrame(() => setTimeout(put, 0, nhv.Shown.SCREEN));
    const table = nhv.element("table", {}, nhv.element("caption", {}, nhv.element("span", {}, this.answer.caption)),
      nhv.element("thead", {}, nhv.element("tr", {}, ...heads)), body);
    this.box.replaceChildren(table);
    if (shown.length < this.rows.length) {
      const more = nhv.element("button", { type: "button", class: "more" },
        nhv.say(words.show_all, this.rows.length));
      more.addEventListener("click", () => { this.all = true; this.draw(); });
      this.box.append(more);
    }
  }

  sort(i) {
    const way = this.sorted?.i === i ? -this.sorted.way : 1;
    this.sorted = { i, way };
    this.rows = [...this.rows].sort((a, b) => way * nhv.values.inOrder(a[i], b[i]));
    this.draw();
    const at = this.columns.findIndex((column) => column.i === i);
    this.box.querySelectorAll("thead button")[at].focus();
  }

  row(row, number) {
    const cells = this.columns.map(({ i, id }, place) => {
      const cell = row[i];
      const form = !cell ? "" : cell.kind === "date" ? "date" : cell.number === undefined ? ""
        : cell.kind === "truth" ? "" : "number";
      const made = nhv.element(place === 0 ? "th" : "td", place === 0 ? { scope: "row" } : { class: form || false });
      made.append(...this.content(cell, id < 0 ? null : row[id], this.truths.has(i)));
      return made;
    });
    const made = nhv.element("tr", {}, ...cells);
    if (this.proof) made.prepend(nhv.element("td", {}, this.button(row, made, number)));
    return made;
  }

  content(cell, id, truth) {
    const { words } = this.data;
    if (!cell) return truth ? [nhv.element("span", { class: "badge gap" }, words.unknown)] : [];
    if (cell.kind === "truth") return [cell.number ? words.yes : words.no];
    const href = id?.iri ? this.links(id.iri) : cell.iri ? this.links(cell.iri) : null;
    return [href ? nhv.element("a", { href }, cell.text) : cell.text];
  }

  button(row, line, number) {
    const { words } = this.data;
    const id = `proof-${number}`;
    const named = row.find((cell, i) => cell && this.columns.some((one) => one.i === i))?.text ?? "";
    const button = nhv.element("button", {
      type: "button", class: "proof", "aria-expanded": "false", "aria-label": `${words.evidence}: ${named}`,
    }, words.show);
    button.addEventListener("click", async () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", `${!open}`);
      button.textContent = open ? words.show : words.hide;
      if (open) {
        document.getElementById(id)?.remove();
        return;
      }
      const box = nhv.element("div", { class: "proof" }, words.running);
      const cell = nhv.element("td", { colspan: `${this.columns.length + 1}` }, box);
      line.after(nhv.element("tr", { id, class: "proof" }, cell));
      button.setAttribute("aria-controls", id);
      box.replaceChildren(await this.proof(row));
    });
    return button;
  }
};
