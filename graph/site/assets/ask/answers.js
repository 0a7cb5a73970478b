// A question asked of a view: its query with terms in it, the finished table, and what stands under
// it: what was counted and, where nothing was found, why (graph/view/answering.py, counting.py).
"use strict";

nhv.Answers = class {
  // data: the part "ask-sv" or "ask-en"; names: nhv.Names.
  constructor(data, names) {
    const engines = [0, 1].map(() => new nhv.Engine(data.past.steps));
    Object.assign(this, { data, names, engines });
  }

  // What is known when: {knownAt, asOf, line, at}; at says how many steps back that is.
  view(knownAt) {
    const { view, past, says, language } = this.data;
    if (!knownAt || !past.steps.length) return view;
    const day = nhv.dates.day(knownAt, "known_at", language);
    const at = past.steps.findIndex(([from]) => from <= day);
    const counts = past.sources.findLast(([from]) => from <= day)?.slice(1) ?? [0, 0];
    const line = nhv.say(says.sources, knownAt, ...counts);
    return { knownAt, asOf: past.steps[at][1], line, at: at + 1 };
  }

  // What answers for a view: all that is known has a store of its own, what was known another.
  engine({ at }) {
    const engine = this.engines[Number(at > 0)];
    return {
      ready: () => engine.ready(),
      select: (sparql, own) => engine.select(sparql, at, own),
      construct: (sparql) => engine.construct(sparql, at),
    };
  }

  stop() {
    for (const engine of this.engines) engine.stop();
  }

  say(key, ...values) {
    return nhv.say(this.data.says[key], ...values);
  }

  static text(given) {
    const escaped = given.replace(/["\\\n\r\t\b\f]/g, (sign) =>
      ({ '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" })[sign]);
    return `"${escaped}"`;
  }

  static typed(given, type) {
    return `"${given}"^^<http://www.w3.org/2001/XMLSchema#${type}>`;
  }

  // A query of the catalogue with terms in the place of its parameters.
  static bound({ texts, names }, terms) {
    return names.reduce((query, name, i) =>
      query + (terms[name] ?? `?unset_${name}`) + texts[i + 1], texts[0]);
  }

  // What a parameter means: its default where nothing is given, "" for no limit.
  static meant(param, given) {
    const value = given || param.default;
    return param.default && ["all", "alla"].includes(nhv.spelling.casefold(value)) ? "" : value;
  }

  async term(param, value, engine) {
    const { mistakes } = this.data.language;
    if (param.kind === "date") {
      return nhv.Answers.typed(nhv.dates.day(value, param.name, this.data.language), "date");
    }
    if (param.kind === "integer") {
      if (/^\s*[+-]?\d+\s*$/.test(value)) return nhv.Answers.typed(`${BigInt(value.trim())}`, "integer");
      throw new nhv.Mistake(nhv.say(mistakes.whole_number, param.name, value));
    }
    if (param.kind === "text") return nhv.Answers.text(value);
    return `<${await this.names.find(value, param.kind, engine)}>`;
  }

  async terms(question, asked, engine) {
    const terms = {
      as_of: nhv.Answers.typed(asked.asOf, "date"), lang: nhv.Answers.text(this.data.lang),
    };
    for (const param of question.params) {
      const value = nhv.Answers.meant(param, asked.values[param.name]);
      if (value) terms[param.name] = await this.term(param, value, engine);
      else if (!param.optional) {
        const { mistakes } = this.data.language;
        const owner = nhv.say(mistakes.question, question.name);
        throw new nhv.Mistake(nhv.say(mistakes.needed, owner, param.name, param.words, param.name));
      }
    }
    return terms;
  }

  // The query of a question as it can be read and changed.
  async query(question, asked) {
    const terms = await this.terms(question, asked, this.engine(asked.view));
    const short = Object.entries(terms).map(([name, term]) => [name, nhv.turtle.short(term)]);
    return nhv.Answers.bound(question.query, Object.fromEntries(short));
  }

  // The rows of a question. What was asked last is not asked again: who chooses a question and then
  // asks it has it answered once.
  async rows(question, asked) {
    const engine = this.engine(asked.view);
    const bound = nhv.Answers.bound(question.query, await this.terms(question, asked, engine));
    const { head, body } = nhv.sparql.prepared(bound.replace("\nWHERE {", (where) => ` ${question.idColumns}${where}`)
      .replace(/\nORDER BY .*\s*$/, "")); // as they are sorted here
    const key = `${asked.view.at} ${body}`;
    if (this.last?.key !== key) this.last = { key, table: this.finished(question, engine, head + body) };
    return this.last.table;
  }

  async finished(question, engine, query) {
    try {
      const answer = await engine.select(query, true);
      const rows = answer.rows.map((row) => row.map(nhv.values.cell));
      return nhv.tables.finished(question, { ...answer, rows });
    } catch (error) {
      this.last = null;
      throw error;
    }
  }

  // asked: {values, asOf, view}. Gives {table, note}; the table has what is cited in front.
  async ask(question, asked) {
    const table = await this.rows(question, asked);
    const why = table.rows.length ? "" : await this.emptyQuestion(question, asked);
    const lines = await this.counted(question, asked);
    const note = [lines, asked.view.line, why, question.note].filter(Boolean).join(" ");
    return { table, note };
  }

  // The day that the answer is for, or what was counted.
  async counted(question, asked) {
    if (!question.counts) return question.byDay ? this.say("as_of", asked.asOf) : "";
    const told = question.params.filter(({ kind }) => kind === "programme")
      .map((param) => nhv.Answers.meant(param, asked.values[param.name]));
    const engine = this.engine(asked.view);
    let programmes = [];
    for (const name of told.length ? told : ["nhv"]) {
      if (name) programmes.push(await this.names.find(name, "programme", engine));
    }
    if (!programmes.length) {
      const { head, body } = nhv.sparql.prepared(this.data.programmes);
      programmes = (await engine.select(head + body)).rows.map(([{ value }]) => value).sort();
    }
    const lines = [];
    for (const iri of programmes) {
      const terms = { programme: `<${iri}>`, as_of: nhv.Answers.typed(asked.asOf, "date") };
      const { head, body } = nhv.sparql.prepared(nhv.Answers.bound(this.data.counting, terms));
      const { rows } = await engine.select(head + body);
      const found = new Map(rows.map(([what, number]) => [nhv.values.curie(what.value), number.value]));
      const [sure, possible] = ["nhv:InForce", "nhv:PossiblyInForce"].map((one) => found.get(one) ?? 0);
      lines.push(this.say("counted", this.names.label(iri, this.data.lang), asked.asOf, sure, possible));
    }
    return lines.join(" ");
  }

  // Why a question has no answer.
  emptyQuestion(question, asked) {
    const count = async (other) => (await this.rows(question, { ...asked, ...other })).rows.length;
    return this.why(`“${this.worded(question, asked)}”`, asked, question.byDay, count);
  }

  // Why a query of one's own finds nothing.
  async emptyQuery(text, asked) {
    const byDay = nhv.sparql.tokens(text).some(({ text: own }) => own === "$as_of");
    const count = async ({ view = asked.view, asOf = asked.asOf }) =>
      (await this.answer(text, view, asOf)).table.rows.length;
    const causes = await this.doubts(text, asked);
    return this.why(this.say("empty.query"), asked, byDay, count, causes, "empty.otherwise");
  }

  // What lies in a query itself, if it finds nothing.
  async doubts(text, asked) {
    const doubts = this.doubting(text, asked);
    const strangers = await this.strangers(text, this.engine(asked.view));
    return [...await doubts.causes(), ...strangers, ...await doubts.lost()];
  }

  doubting(text, asked) {
    return new nhv.Doubts(this, this.filled(text, asked.asOf).bound, this.engine(asked.view));
  }

  // Things that a query names and the graph does not have.
  async strangers(text, engine) {
    const told = new Map();
    for (const { kind, text: own } of nhv.sparql.tokens(text)) {
      const [prefix, ...rest] = own.split(":");
      const local = rest.join(":").replaceAll("\\", "");
      if (kind !== "pname" || !local || !this.names.isKind(prefix)) continue;
      const iri = this.data.language.prefixes[prefix] + local;
      if (told.has(own) || await this.names.isThere(iri, engine)) continue;
      const near = nhv.spelling.didYouMean(own, await this.names.inView(prefix, engine), "");
      const said = this.say("empty.stranger", own, near && `; ${near}`);
      told.set(own, said.endsWith("?") ? said : `${said}.`);
    }
    return [...told.values()];
  }

  // What another view would give, what lies in what was asked, or else the sentence otherwise.
  async why(what, asked, byDay, count, causes = [], otherwise = "empty.nothing") {
    const { view } = asked;
    const counted = (other) => count(other).catch((error) => {
      if (error instanceof nhv.Mistake) return 0;
      throw error;
    });
    const [when, reasons] = [[], []];
    if (byDay) when.push(this.say("empty.day", asked.asOf));
    if (view.knownAt) when.push(this.say("empty.known", view.knownAt));
    if (byDay && view.asOf !== asked.asOf) {
      const found = await counted({ asOf: view.asOf });
      if (found) reasons.push(this.say("empty.other_day", view.asOf, found));
    }
    if (view.knownAt) {
      const whole = this.view("");
      const found = await counted({ view: whole, asOf: asked.ownDay ? asked.asOf : whole.asOf });
      if (found) reasons.push(this.say("empty.all_sources", found));
    }
    reasons.push(...causes);
    const told = reasons.length ? reasons : [this.say(otherwise)];
    const said = when.length ? ` (${when.join(", ")})` : "";
    return [this.say("empty.answer", what, said), ...told].join(" ");
  }

  // A question with what its parameters were given.
  worded(question, asked) {
    const given = { as_of: asked.asOf, lang: this.data.lang, ...asked.values };
    return question.text.replace(/\$(\w+)/g, (_, name) => given[name] || this.say("empty.any"));
  }

  // A query of one's own: {table, note, triples}; triples is N-Triples where it makes statements.
  async own(text, asked) {
    const engine = this.engine(asked.view);
    nhv.sparql.review(text);
    for (const graph of nhv.sparql.graphs(text)) {
      if (!await this.holds(engine, graph.iri)) throw nhv.sparql.refuseFrom(text, graph);
    }
    const found = await this.answer(text, asked.view, asked.asOf).catch((error) => {
      if (error instanceof nhv.Mistake || error instanceof nhv.Stopped) throw error;
      const { head } = this.filled(text, asked.asOf);
      throw nhv.sparql.syntaxError(text, error.message, head.split("\n").length - 1);
    });
    return { ...found, note: await this.noteOf(found, text, asked) };
  }

  // What a view says to it: {table, triples}.
  async answer(text, view, asOf) {
    const [engine, { head, body }] = [this.engine(view), this.filled(text, asOf)];
    if (["CONSTRUCT", "DESCRIBE"].includes(nhv.sparql.form(text))) {
      const triples = await engine.construct(head + body);
      return { table: nhv.turtle.table(triples), triples };
    }
    const answer = await engine.select(head + body);
    return { table: { ...answer, rows: answer.rows.map((row) => row.map(nhv.values.cell)) } };
  }

  // A query of one's own with the day and the language in it: bound as it was written, head and
  // body as the engine takes them.
  filled(text, asOf) {
    const terms = {
      $as_of: nhv.Answers.typed(asOf, "date"), $lang: nhv.Answers.text(this.data.lang),
    };
    const bound = nhv.sparql.tokens(text).map(({ text: own }) => terms[own] ?? own).join("");
    return { bound, ...nhv.sparql.prepared(bound) };
  }

  async holds(engine, iri) {
    if (/[\x00-\x20<>"{}|\\^`]/.test(iri) || !URL.canParse(iri)) return false;
    const { rows } = await engine.select(`ASK { GRAPH <${iri}> { ?s ?p ?o } }`);
    return rows[0][0].value === "true";
  }

  async noteOf({ table, triples }, text, asked) {
    if (!table.rows.length) return this.emptyQuery(text, asked);
    if (triples) return "";
    // No, or a count of nothing, is an empty answer in other words.
    const isNone = table.rows.length === 1 && table.rows[0].every((cell) => !cell?.text || cell.number === 0);
    if (isNone) return (await this.doubts(text, asked)).join(" ");
    const odd = table.columns.filter((_, i) => table.rows.some((row) => row[i]?.kind === "written"));
    const lost = await this.doubting(text, asked).lost();
    return [...(odd.length ? [this.say("as_written", odd.join(", "))] : []), ...lost].join(" ");
  }
};
