// What a row rests on: the places of documents that its facts are cited for, the weightiest source
// first, as graph/view/citations.py has them; and the facts themselves as Turtle.
"use strict";

nhv.Evidence = class {
  constructor(data, answers) {
    Object.assign(this, { data, answers });
  }

  // The facts that a row names in its cited columns.
  facts(question, table, row) {
    const found = question.cites.flatMap((name) => {
      const cell = row[table.columns.indexOf(name)];
      if (!cell) return [];
      return cell.iri ? [cell.iri] : cell.text.split(", ").map(nhv.values.expand);
    });
    return [...new Set(found)];
  }

  // By fact its citations: {source, node, line}; line says title, date, place, certainty, reading.
  async of(facts, view) {
    const values = facts.map((iri) => `<${iri}>`).join(" ");
    const query = nhv.Answers.bound(this.data.citations, { facts: values });
    const { rows } = await this.answers.engine(view).select(query);
    const said = new Map();
    for (const [s, p, o] of rows) {
      const own = said.get(s.value) ?? said.set(s.value, new Map()).get(s.value);
      const short = nhv.values.curie(p.value);
      own.set(short, [...(own.get(short) ?? []), o]);
    }
    const all = (node, prop) => said.get(node)?.get(prop) ?? [];
    const texts = (node, prop) => all(node, prop).map(({ value }) => value).sort();
    const found = facts.map((fact) => {
      const stating = texts(fact, "nhv:statedBy");
      const cited = texts(fact, "prov:qualifiedPrimarySource").map((node) => {
        const source = texts(node, "prov:entity")[0] ?? node;
        const inferred = texts(node, "nhv:certainty").includes(nhv.values.expand("nhv:Inferred"));
        const person = fact.startsWith(nhv.values.expand("person:"));
        const sure = stating.includes(node) || (person && !inferred) ? "stated" : "inferred";
        const number = (prop) => Number(texts(node, prop)[0] ?? 0);
        const date = texts(source, "nhv:date")[0] ?? "";
        const locator = texts(node, "bibo:locator").join(", ");
        const rank = Number(texts(source, "nhv:rank")[0] ?? 0) || 9;
        const parts = [this.title(source, all), this.date(date), this.place(locator),
          this.data.says[`sure.${sure}`]];
        const reading = texts(node, "nhv:reading").join("; ");
        const line = parts.filter(Boolean).join(", ") + (reading ? `: ${reading}` : "");
        const order = [rank, date, source, number("nhv:firstLine"), number("nhv:lastLine"), locator, node];
        return { source, node, line, order };
      });
      return [fact, cited.sort((a, b) => this.compare(a.order, b.order))];
    });
    return found;
  }

  compare(a, b) {
    const i = a.findIndex((one, at) => one !== b[at]);
    return i < 0 ? 0 : a[i] < b[i] ? -1 : 1;
  }

  title(source, all) {
    const titles = ["dcterms:title", "skos:prefLabel"].flatMap((prop, i) =>
      all(source, prop).map((term) => {
        const foreign = term["xml:lang"] !== undefined && term["xml:lang"] !== this.data.lang;
        return [i, Number(foreign), term.value];
      }));
    titles.sort((a, b) => this.compare(a, b));
    return titles[0]?.[2] ?? nhv.values.curie(source);
  }

  // A date as its source states it, in words where it is a season.
  date(text) {
    const at = text.indexOf("-");
    const season = this.data.says[`season.${text.slice(at + 1)}`];
    return at > 0 && season ? `${season} ${text.slice(0, at)}` : text.replaceAll("/", "–");
  }

  place(locator) {
    const [english] = /^(whole page|slide|document)?/.exec(locator);
    if (english) return this.data.says[`where.${english.replace(" ", "_")}`] + locator.slice(english.length);
    if (!/^\d/.test(locator)) return locator;
    const key = /[–,]/.test(locator) ? "range" : "line";
    return `${this.data.says[key]} ${locator}`;
  }

  // All that the graph says of facts, with the names of what they name, as N-Triples.
  async statements(facts, view) {
    const values = facts.map((iri) => `<${iri}>`).join(" ");
    return this.answers.engine(view).construct(nhv.Answers.bound(this.data.statements, { facts: values }));
  }
};

nhv.turtle = (() => {
  const LINE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.*) \.$/;
  const DATATYPE = /\^\^<([^>]*)>$/;
  const lines = (triples) => [...new Set(triples.split("\n").filter(Boolean))].sort();

  const short = (term) => {
    if (term.startsWith("<")) {
      const curie = nhv.values.curie(term.slice(1, -1));
      return curie === term.slice(1, -1) ? term : curie;
    }
    return term.replace(DATATYPE, (_, iri) => `^^${short(`<${iri}>`)}`);
  };

  // N-Triples with the project's prefixes and one block for each subject.
  function written(triples, prefixes) {
    const blocks = new Map();
    for (const line of lines(triples)) {
      const [subject, predicate, object] = LINE.exec(line).slice(1).map(short);
      const verb = predicate === "rdf:type" ? "a" : predicate;
      if (!blocks.has(subject)) blocks.set(subject, []);
      blocks.get(subject).push(`${verb} ${object}`);
    }
    const body = [...blocks].map(([subject, said]) => `${subject}\n    ${said.join(" ;\n    ")} .\n`).join("\n");
    const used = Object.entries(prefixes).filter(([prefix]) => body.includes(`${prefix}:`));
    const head = used.map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`).join("");
    return `${head}\n${body}`;
  }

  const UNESCAPED = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
  function term(text) {
    if (text.startsWith("<")) return { type: "uri", value: text.slice(1, -1) };
    if (text.startsWith("_:")) return { type: "bnode", value: text.slice(2) };
    const [, quoted, lang, datatype] = /^"(.*)"(?:@([\w-]+)|\^\^<(.*)>)?$/s.exec(text);
    const value = quoted.replace(/\\(?:u(\w{4})|U(\w{8})|(.))/g, (_, four, eight, sign) =>
      (sign ? UNESCAPED[sign] ?? sign : String.fromCodePoint(parseInt(four ?? eight, 16))));
    return { type: "literal", value, ...(lang && { "xml:lang": lang }), ...(datatype && { datatype }) };
  }

  // The same as a table of subject, predicate and object.
  function table(triples) {
    const rows = lines(triples).map((line) => LINE.exec(line).slice(1).map(term).map(nhv.values.cell));
    return { columns: ["subject", "predicate", "object"], rows };
  }

  return { written, table, short };
})();
