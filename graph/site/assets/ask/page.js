// The page: the form, the link that holds its state, and what comes of asking.
"use strict";

nhv.Page = class {
  static SLOW = 150; // milliseconds until it is said that something runs
  static REST = 500; // milliseconds after an answer until the engine gets ready for others
  static READY = 5; // questions by which it does

  constructor(data, names) {
    Object.assign(this, { data, words: data.words, answer: null, runs: 0 });
    nhv.values.use(data.language.prefixes);
    nhv.spelling.use(data.language);
    nhv.sparql.use(data.language);
    this.names = new nhv.Names(names, data.language);
    this.answers = new nhv.Answers(data, this.names);
    this.evidence = new nhv.Evidence(data, this.answers);
    this.questions = new Map(data.questions.map((one) => [one.name, one]));
    const long = ({ query }) => query.texts.join("").length;
    this.longest = [...data.questions].sort((a, b) => long(b) - long(a)).slice(0, nhv.Page.READY);
    for (const id of ["question", "parameters", "as_of", "known_at", "form", "stop", "status",
      "mistake", "note", "link", "editor", "sparql", "run"]) {
      this[id] = document.getElementById(id);
    }
    this.fields = new Map();
    this.editing = new nhv.Editor(this.sparql, data, this.names, () => this.askOwn());
    this.listen();
  }

  listen() {
    this.question.addEventListener("change", () => {
      this.choose(this.question.value);
      this.warm(this.questions.get(this.question.value));
    });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.ask(); });
    this.run.addEventListener("click", () => this.askOwn());
    this.stop.addEventListener("click", () => this.stopped());
    this.editor.addEventListener("toggle", () => { if (this.editor.open) this.showQuery(); });
    for (const [id, save] of [["csv", nhv.tables.csv], ["json", nhv.tables.json]]) {
      document.getElementById(id).addEventListener("click", () =>
        this.save(`${this.answer.name}.${id}`, save(this.answer.saved), id === "csv" ? "text/csv" : "application/json"));
    }
    document.getElementById("ttl").addEventListener("click", () => this.attempt(() => this.saveTurtle()));
    document.getElementById("copy").addEventListener("click", () => this.copy());
    window.addEventListener("hashchange", () => this.follow());
  }

  // The engine begins while one still fills in the form, and answers the question by its example:
  // what it compiles at the first use of a query is then there.
  async warm(question) {
    const view = this.answers.view("");
    try {
      await this.answers.engine(view).ready();
      if (question) await this.answers.rows(question, { view, asOf: view.asOf, values: question.example ?? {} });
    } catch {
      // whoever asks is told
    }
  }

  // While nobody asks, the engine answers the longest questions, one at a time: what most queries
  // have it do is then compiled, too.
  rest() {
    const number = this.runs;
    clearTimeout(this.resting);
    if (this.longest.length) {
      this.resting = setTimeout(async () => {
        if (number === this.runs) await this.warm(this.longest.shift());
        if (number === this.runs) this.rest();
      }, nhv.Page.REST);
    }
  }

  view() {
    return this.answers.view(this.known_at?.value.trim());
  }

  // The fields of a question's parameters, and what was given so far where names are the same.
  choose(name) {
    const question = this.questions.get(name);
    this.question.value = question ? name : "";
    const before = new Map([...this.fields].map(([key, field]) => [key, field.value]));
    this.fields.clear();
    if (this.answer?.own) this.answer = null;
    this.parameters.replaceChildren(...(question?.params ?? []).map((param) => {
      const id = `param-${param.name}`;
      const label = nhv.element("label", { for: id }, param.words[0].toUpperCase() + param.words.slice(1));
      const code = nhv.element("code", { class: "soft" }, param.name);
      const field = nhv.element("input", {
        id, type: "text", autocomplete: "off", spellcheck: "false", required: !param.optional,
        placeholder: param.default || false,
      });
      field.value = before.get(param.name) ?? (param.optional ? "" : question.example?.[param.name] ?? "");
      this.fields.set(param.name, field);
      const box = nhv.element("div", { class: "field" }, label, " ", code, field);
      if (this.names.of(param.kind).length) this.complete(field, param);
      if (param.optional) box.append(nhv.element("small", { class: "soft" }, this.words.optional));
      return box;
    }));
    document.getElementById("choice").hidden = !question;
    if (this.editor.open) this.showQuery();
  }

  complete(field, param) {
    const { lang } = this.data;
    const find = () => this.names.completed(field.value, param.kind, lang, 12)
      .map((thing) => ({ text: thing[lang], about: thing.short, short: thing.short }));
    const list = new nhv.Suggestions(field, param.words, find, (one) => {
      field.value = this.called(one.short, param.kind);
    });
    field.addEventListener("input", () => list.open());
  }

  // A thing by its name where no other has it, else as it was written.
  called(short, kind) {
    const name = this.names.of(kind).find((thing) => thing.short === short)?.[this.data.lang];
    return name && this.names.candidates(name, kind).length === 1 ? name : short;
  }

  // What the fields were given: of a thing that a link named, and whose name still stands, the thing.
  given() {
    const said = [...this.fields].map(([name, { value, dataset }]) =>
      [name, value === dataset.name ? dataset.short : value.trim()]);
    return said.filter(([, value]) => value);
  }

  asked() {
    const view = this.view();
    const given = this.as_of.value.trim();
    const values = Object.fromEntries(this.given());
    const asOf = given ? nhv.dates.day(given, "as_of", this.data.language) : view.asOf;
    return { view, values, asOf, ownDay: Boolean(given) };
  }

  // What the form holds, as the end of an address; and the same read back.
  state() {
    const said = new URLSearchParams();
    if (this.answer?.own) said.set("sparql", this.sparql.value);
    else {
      said.set("q", this.question.value);
      for (const [name, value] of this.given()) said.set(name, value);
    }
    for (const id of ["as_of", "known_at"]) if (this[id]?.value.trim()) said.set(id, this[id].value.trim());
    return `#${said}`;
  }

  follow() {
    const link = location.hash.length > 1 ? location.hash : location.search;
    if (link.length < 2 || link === this.held) return;
    const said = new URLSearchParams(link.slice(1));
    this.as_of.value = said.get("as_of") ?? "";
    if (this.known_at) this.known_at.value = said.get("known_at") ?? "";
    this.choose(said.get("q") ?? "");
    const { params = [] } = this.questions.get(said.get("q")) ?? {};
    for (const { name, kind } of params) {
      const [field, short] = [this.fields.get(name), (said.get(name) ?? "").trim()];
      field.value = this.called(short, kind);
      Object.assign(field.dataset, { name: field.value, short });
    }
    if (said.has("sparql")) {
      this.sparql.value = said.get("sparql");
      this.editor.open = true;
      this.askOwn();
    } else if (this.questions.has(said.get("q"))) this.ask();
  }

  // Do something that may fail or be stopped; of several begun only the last one shows.
  async attempt(work) {
    const number = (this.runs += 1);
    const begun = performance.now();
    this.mistake.hidden = true;
    const slow = setTimeout(() => {
      this.stop.hidden = false;
      this.status.textContent = this.words.running;
    }, nhv.Page.SLOW);
    try {
      const show = await work();
      if (number === this.runs) show?.(performance.now() - begun);
    } catch (error) {
      if (number === this.runs) this.wrong(error);
    } finally {
      clearTimeout(slow);
      if (number === this.runs) this.stop.hidden = true;
    }
  }

  wrong(error) {
    const told = error instanceof nhv.Stopped ? this.words.stopped
      : error instanceof nhv.Mistake ? error.message : nhv.say(this.words.failed, error.message);
    this.status.textContent = "";
    this.mistake.textContent = told;
    this.mistake.hidden = false;
    this.mistake.scrollIntoView({ block: "nearest" }); // an editor may be between
    document.getElementById("result").hidden = true;
    this.answer = null;
  }

  stopped() {
    this.answers.stop();
  }

  ask() {
    const question = this.questions.get(this.question.value);
    if (!question) return undefined;
    return this.attempt(async () => {
      const asked = this.asked();
      const { table, note } = await this.answers.ask(question, asked);
      const columns = question.columns.flatMap(({ name }) => [name, question.ids[name]]).filter(Boolean);
      const shown = columns.filter((name) => table.columns.includes(name));
      const answer = {
        name: question.name, question, asked, table, note,
        saved: nhv.tables.only(table, shown), headings: question.headings, ids: question.ids,
        hidden: ["entity", ...question.cites].filter((name) => !shown.includes(name)),
        caption: await this.caption(question, asked),
      };
      return (time) => this.show(answer, time);
    });
  }

  // A question as it was asked, with things by their names; what its words leave out comes after them.
  async caption(question, asked) {
    const terms = await this.answers.terms(question, asked, this.answers.engine(asked.view));
    const values = Object.entries(asked.values).map(([name, value]) => {
      const iri = terms[name]?.startsWith("<") ? terms[name].slice(1, -1) : "";
      return [name, iri ? this.names.label(iri, this.data.lang) : value];
    });
    const words = new Map(question.params.map((param) => [param.name, param.words]));
    const beside = values.filter(([name]) => !question.text.includes(`$${name}`))
      .map(([name, value]) => `${words.get(name)}: ${value}`);
    const text = this.answers.worded(question, { ...asked, values: Object.fromEntries(values) });
    return beside.length ? `${text} (${beside.join("; ")})` : text;
  }

  askOwn() {
    const text = this.sparql.value;
    return this.attempt(async () => {
      const asked = this.asked();
      const { table, note, triples } = await this.answers.own(text, asked);
      const answer = {
        name: "answer", own: true, asked, table, note, triples, saved: table, headings: {},
        caption: this.words.own_query,
      };
      return (time) => this.show(answer, time);
    });
  }

  show(answer, time) {
    this.answer = answer;
    const { question, table } = answer;
    const counted = table.rows.length === 1 ? this.words.one_row : nhv.say(this.words.rows, table.rows.length);
    const seconds = new Intl.NumberFormat(this.data.lang, { maximumFractionDigits: 2 }).format(time / 1000);
    this.status.textContent = nhv.say(this.words.answered, counted, seconds);
    this.status.dataset.milliseconds = `${Math.round(time)}`;
    const cites = question && table.columns.includes("entity");
    const shown = new nhv.Shown(this.data, {
      links: (iri) => this.page(iri), proof: cites ? (row) => this.proof(row) : null,
    });
    this.answer.shown = shown;
    document.getElementById("answer").replaceChildren(shown.table(answer));
    this.note.textContent = answer.note;
    document.getElementById("ttl").hidden = !(cites || answer.triples);
    document.getElementById("result").hidden = false;
    this.held = this.state();
    // Even to write the same takes some milliseconds.
    if (location.hash !== this.held) history.replaceState(null, "", location.pathname + this.held);
    this.link.href = this.held;
    const twin = document.querySelector("a.twin");
    twin.href = twin.href.replace(/#.*$/, "") + this.held;
    if (!answer.own && this.editor.open) this.showQuery();
    this.rest();
  }

  // The page of a thing, or where its address leads; null of what has none.
  page(iri) {
    const { own, led } = this.data.pages;
    const [kind, slug] = nhv.values.curie(iri).split(":");
    if (!slug || iri === nhv.values.curie(iri)) return null;
    if (own.includes(kind)) return `${kind}/${encodeURIComponent(slug)}.html`;
    if (led.includes(kind)) return `../id/${kind}/${encodeURIComponent(slug)}.${this.data.lang}.html`;
    return null;
  }

  async proof(row) {
    const { question, table, asked } = this.answer;
    const found = await this.evidence.of(this.evidence.facts(question, table, row), asked.view);
    const list = nhv.element("ul", { class: "evidence" });
    for (const [fact, citations] of found) {
      const href = this.page(fact);
      const name = nhv.element("code", {}, nhv.values.curie(fact));
      list.append(nhv.element("li", {}, href ? nhv.element("a", { href }, name) : name,
        nhv.element("ul", { class: "evidence" }, ...citations.map(({ source, node, line }) => {
          const place = `${this.page(source)}#c-${nhv.values.curie(node).replace(/^[^:]*:/, "")}`;
          return nhv.element("li", {}, this.page(source) ? nhv.element("a", { href: place }, line) : line);
        }))));
    }
    return list.children.length ? list : nhv.element("p", {}, this.words.no_evidence);
  }

  async saveTurtle() {
    const { question, table, asked, triples, name } = this.answer;
    const facts = question
      ? [...new Set(table.rows.flatMap((row) => this.evidence.facts(question, table, row)))] : [];
    const said = triples ?? await this.evidence.statements(facts, asked.view);
    this.save(`${name}.ttl`, nhv.turtle.written(said, this.data.language.prefixes), "text/turtle");
  }

  save(name, content, type) {
    const href = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
    const anchor = nhv.element("a", { href, download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }

  async copy() {
    const address = new URL(this.held, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      this.status.textContent = this.words.copied;
    } catch {
      this.link.focus(); // where nothing may be copied, the link itself can be
    }
  }

  // The query of the question as it is asked now, to be read and changed.
  async showQuery() {
    const question = this.questions.get(this.question.value);
    if (!question || this.answer?.own) return;
    try {
      this.sparql.value = await this.answers.query(question, this.asked());
    } catch {
      this.sparql.value = nhv.Answers.bound(question.query, {});
    }
  }
};

(async () => {
  const lang = document.documentElement.lang;
  const [data, names] = await Promise.all([nhv.part(`ask-${lang}`), nhv.part("names")]);
  nhv.page = new nhv.Page(data, names);
  nhv.page.follow();
  document.getElementById("form").hidden = false;
})();
