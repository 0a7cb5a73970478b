// What a query says that the graph cannot mean, compares that nothing equals, or names that is not:
// the same sentences as in graph/view/doubts.py.
"use strict";

nhv.Doubts = class {
  static SEEN = 2_000; // so many values of a property are looked at
  static NOTHING = { kind: "other", text: "" };
  static COMPARED = ["=", "<", ">", "!"];
  static OPERATORS = [...this.COMPARED, "(", ",", "IN", "NOT"];
  static DECLARING = ["PREFIX", "BASE", "FROM", "NAMED"];
  static WITHIN = ["CONTAINS", "STRSTARTS", "STRENDS", "REGEX"];
  static OF_TEXTS = [...this.WITHIN, "STR", "LANG", "LCASE", "UCASE"];
  static XSD = "http://www.w3.org/2001/XMLSchema#";
  static TEXT = `${this.XSD}string`;
  static NAME = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
  static NUMBERS = ["integer", "decimal", "double", "float"].map((name) => this.XSD + name);
  static LANGS = ["sv", "en"];

  // answers: nhv.Answers; text: a query with its parameters filled in; engine: the view's.
  constructor(answers, text, engine) {
    const { names, data } = answers;
    Object.assign(this, { names, engine, language: data.language, lang: data.lang });
    this.rules = data.language.doubts;
    this.say = (key, ...values) => answers.say(`doubt.${key}`, ...values);
    this.every = nhv.sparql.words(text);
    this.namespaces = nhv.sparql.declared(text);
  }

  at(index) {
    return this.every[index] ?? nhv.Doubts.NOTHING;
  }

  iri(index) {
    return nhv.sparql.iriOf(this.at(index), this.namespaces);
  }

  async select(query) {
    const { head, body } = nhv.sparql.prepared(query);
    return (await this.engine.select(head + body)).rows;
  }

  async has(pattern) {
    return (await this.select(`ASK { ${pattern} }`))[0][0].value === "true";
  }

  async stands(iri) {
    return this.has(`{ ?s <${iri}> ?o } UNION { <${iri}> ?p ?o } UNION { ?s ?p <${iri}> }`);
  }

  async valuesOf(prop) {
    const rows = await this.select(`SELECT ?o { ?s <${prop}> ?o } LIMIT ${nhv.Doubts.SEEN}`);
    return rows.map(([value]) => value);
  }

  // The thing that a text names, or nothing.
  async meant(text) {
    try {
      return await this.names.find(text, "thing", this.engine);
    } catch (error) {
      if (error instanceof nhv.Mistake) return "";
      throw error;
    }
  }

  // Why a query finds nothing: by its texts, else by its terms.
  async causes() {
    const asTexts = this.every.some(({ text }) => nhv.Doubts.OF_TEXTS.includes(text.toUpperCase()));
    const [things, names, texts] = [[], [], []];
    for (const [index, token] of this.every.entries()) {
      if (token.kind !== "string") continue;
      const [text, prop, after] = [nhv.Doubts.unquoted(token), this.iri(index - 1), this.at(index + 1)];
      if (this.rules.relations.includes(prop)) things.push(await this.asThing(prop, text));
      if (after.kind === "language") names.push(await this.otherwiseSpelt(text, after.text.slice(1)));
      else if (after.text !== "^" && !asTexts) texts.push(await this.inALanguage(text) || this.noText(text));
    }
    if (things.length) return things;
    const told = [...names, ...texts].filter(Boolean);
    return told.length ? told : this.mismatches();
  }

  static unquoted({ text }) {
    return text.replace(/^["']+|["']+$/g, "");
  }

  async asThing(prop, text) {
    const thing = await this.meant(text);
    const written = thing ? nhv.values.curie(thing) : await this.valueOf(prop, text);
    return this.say("thing", text, nhv.values.curie(prop), written);
  }

  // The value of a property that has a word for its label, or else one to show how it is written.
  async valueOf(prop, text) {
    const found = (await this.valuesOf(prop)).filter(({ type }) => type === "uri");
    const among = [...new Set(found.map(({ value }) => value))].sort().map(nhv.values.curie);
    const wanted = nhv.spelling.casefold(text);
    const labels = (short) => {
      const [prefix, local] = short.split(":");
      return (this.language.terms[prefix]?.[local] || short).split(" / ").map(nhv.spelling.casefold);
    };
    return among.find((short) => labels(short).includes(wanted)) ?? this.say("example", among[0] ?? "?x");
  }

  // What to write for a name that stands otherwise, or in the other language, in the graph.
  async otherwiseSpelt(text, lang) {
    if (await this.has(`?s ?p ${nhv.Answers.text(text)}@${lang}`)) return "";
    const thing = await this.meant(text);
    if (!thing) return "";
    const known = nhv.Doubts.LANGS.includes(lang) ? lang : this.lang;
    const [row] = await this.select(`SELECT ?l { <${thing}> skos:prefLabel ?l FILTER(LANG(?l) = "${known}") }`);
    const name = row?.[0].value ?? this.names.label(thing, known);
    return this.say("spelling", text, lang, `"${name}"@${known}`);
  }

  async inALanguage(text) {
    for (const lang of [this.lang, ...nhv.Doubts.LANGS]) {
      if (await this.has(`?s ?p ${nhv.Answers.text(text)}@${lang}`)) {
        return this.say("language", text, `"${text}"@${lang}`);
      }
    }
    return "";
  }

  noText(text) {
    const first = this.firstDay(text);
    if (first) return this.say("date", text, `"${first}"^^xsd:date`);
    return /^[+-]*\p{Nd}+$/u.test(text) ? this.say("number", text, text) : "";
  }

  firstDay(text) {
    try {
      return nhv.dates.parse(text, this.language).first;
    } catch {
      return "";
    }
  }

  // What of the terms of a query makes it find nothing.
  async mismatches() {
    const told = [...await this.unknown(), ...this.illFormed(), ...this.letters()];
    for (const [prop, literal] of this.compared()) {
      const found = await this.valuesOf(prop);
      if (!found.length || found.some(({ type }) => type !== "literal")) continue;
      const types = [...new Set(found.map(nhv.Doubts.datatype))];
      if (types.some((type) => nhv.Doubts.alike(type, literal.datatype))) continue;
      const kinds = [...new Set(types.map((type) => this.kind(type)))].sort().join(" / ");
      const [short, kind] = [nhv.values.curie(prop), this.kind(literal.datatype)];
      told.push(this.say("kind", literal.value, kind, short, kinds, this.written(nhv.Doubts.example(found), literal)));
    }
    return [...new Set(told)];
  }

  // The terms and things that stand in no statement of the view.
  async unknown() {
    const told = [];
    for (const [index, token] of this.every.entries()) {
      const iri = this.iri(index);
      const before = [this.at(index - 2), this.at(index - 1)].map(({ text }) => text.toUpperCase());
      if (!iri || before.some((word) => nhv.Doubts.DECLARING.includes(word))) continue;
      // A datatype, a function, or told elsewhere.
      if (before[1] === "^" || this.at(index + 1).text === "(") continue;
      if (this.names.isKind(token.text.split(":")[0]) || await this.stands(iri)) continue;
      const remedy = await this.remedy(iri);
      told.push(this.say("unused", token.text, remedy.replace(/\?+$/, "")));
    }
    return told;
  }

  async remedy(iri) {
    const meant = nhv.values.expand(iri);
    if (meant !== iri && await this.stands(meant)) return this.say("brackets", iri);
    const [, kind, thing] = /\/nhv\/id\/([^/]*)\/(.+)$/.exec(iri) ?? [];
    const known = thing && this.names.isKind(kind) ? await this.names.inView(kind, this.engine) : [];
    if (known.length) return nhv.spelling.didYouMean(`${kind}:${thing}`, known);
    return this.say("vocabulary", iri.replace(/^.*[#/]/, ""));
  }

  // The texts that are sought within names letter by letter, and languages that no name has.
  letters() {
    const said = this.every.map(({ text }) => text.toUpperCase());
    const folds = ["LCASE", "UCASE", '"I"'].some((word) => said.includes(word));
    return this.every.flatMap((token, index) => {
      if (token.kind !== "string" || index < 5) return [];
      const text = nhv.Doubts.unquoted(token);
      const isLang = said[index - 5] === "LANG" && said[index - 1] === "=";
      const isWithin = nhv.Doubts.WITHIN.includes(said[index - 4]) && said[index - 1] === ",";
      return [
        isLang && !nhv.Doubts.LANGS.includes(text) && this.say("languages", text, nhv.Doubts.LANGS.join(", ")),
        isWithin && !folds && text.toUpperCase() !== text.toLowerCase() && this.say("case", text),
      ].filter(Boolean);
    });
  }

  illFormed() {
    return this.every.flatMap((token, index) => {
      const literal = this.literal(index);
      return literal && nhv.values.cell(literal).kind === "written"
        ? [this.say("form", nhv.Doubts.unquoted(token), nhv.values.curie(literal.datatype))] : [];
    });
  }

  // The literal that begins with a token, or null.
  literal(index) {
    const [{ kind, text }, first, second] = [this.at(index), this.at(index + 1), this.at(index + 2)];
    const { TEXT, NAME, NUMBERS } = nhv.Doubts;
    if (kind === "number") return { type: "literal", value: text, datatype: NUMBERS[1] };
    if (kind !== "string") return null;
    const typed = first.text === "^" && second.text === "^" && this.iri(index + 3);
    const datatype = first.kind === "language" ? NAME : typed || TEXT;
    return { type: "literal", value: nhv.Doubts.unquoted({ text }), datatype };
  }

  // The literals that stand as the value of a property, or beside a variable that does.
  compared() {
    const { OPERATORS } = nhv.Doubts;
    const of = new Map();
    this.every.forEach(({ kind, text }, index) => {
      const prop = this.iri(index - 1);
      if (kind === "variable" && prop) of.set(text, [...(of.get(text) ?? []), prop]);
    });
    return this.every.flatMap((_, index) => {
      const literal = this.literal(index);
      if (!literal) return [];
      const prop = this.iri(index - 1);
      if (prop) return [[prop, literal]];
      const passed = new Set();
      let at = index - 1;
      for (; OPERATORS.includes(this.at(at).text.toUpperCase()) || this.at(at).kind === "string"; at -= 1) {
        passed.add(this.at(at).text.toUpperCase());
      }
      const isCompared = passed.has("IN") || (passed.size && !passed.has("(") && !passed.has(","));
      const { kind, text } = this.at(at);
      return isCompared && kind === "variable" ? (of.get(text) ?? []).map((one) => [one, literal]) : [];
    });
  }

  static datatype(value) {
    return value.datatype ?? (value["xml:lang"] ? nhv.Doubts.NAME : nhv.Doubts.TEXT);
  }

  // Days before coarser dates, and the least.
  static example(values) {
    const key = (one) => {
      const datatype = nhv.Doubts.datatype(one);
      return JSON.stringify([datatype !== `${nhv.Doubts.XSD}date`, datatype, one.value]);
    };
    return values.reduce((least, one) => (key(one) < key(least) ? one : least));
  }

  // Whether an engine compares the values of two datatypes.
  static alike(one, other) {
    return one === other || [one, other].every((type) => nhv.Doubts.NUMBERS.includes(type));
  }

  kind(datatype) {
    if (nhv.Doubts.NUMBERS.includes(datatype)) return this.say("numbers");
    if (datatype === nhv.Doubts.NAME) return this.say("names");
    return datatype === nhv.Doubts.TEXT ? this.say("texts") : nhv.values.curie(datatype);
  }

  // How a value of a property is written: the one that is meant if it can be told, else any.
  written(one, literal) {
    const datatype = nhv.Doubts.datatype(one);
    if (datatype === `${nhv.Doubts.XSD}date`) {
      return `"${this.firstDay(literal.value.slice(0, 10)) || one.value}"^^xsd:date`;
    }
    if (datatype === nhv.Doubts.NAME) return `"${literal.value}"@${this.lang}`;
    if (datatype === nhv.Doubts.TEXT) return `"${literal.value}"`;
    return `${nhv.Answers.text(one.value)}^^${nhv.values.curie(datatype)}`;
  }

  // Which dates of a query fit neither side of a comparison, since they are of another precision.
  async lost() {
    const compared = this.every.flatMap((_, index) => this.dates(index)).flatMap(([datatype, before, after]) =>
      [this.beside(before, -1), this.beside(after, 1)].filter(Boolean).map((name) => [name, datatype]));
    const found = new Set(compared.flatMap(([name, datatype]) => this.every.flatMap(({ text }, index) => {
      const prop = text === name && this.iri(index - 1);
      return prop ? [JSON.stringify([nhv.values.curie(prop), datatype])] : [];
    })));
    const told = [];
    for (const [short, datatype] of [...found].sort().map((one) => JSON.parse(one))) {
      const query = this.rules.others.replace("PROPERTY", nhv.values.expand(short)).replace("OWN", datatype);
      const count = Number((await this.select(query))[0][0].value);
      if (count) {
        const key = this.rules.precisions[datatype].replace(/^doubt\./, "");
        told.push(this.say(key, count, short, ...(this.rules.bounds[short] ?? this.rules.days)));
      }
    }
    return told;
  }

  // The datatype of a date that begins at a token, and where to go on before and after it: it is a
  // text that is typed or made one, as by xsd:date("…"), or a variable.
  dates(index) {
    const { kind } = this.at(index);
    if (kind === "variable") return [[`${nhv.Doubts.XSD}date`, index - 1, index + 1]];
    if (kind !== "string") return [];
    const typed = this.at(index + 1).text === "^" && this.at(index + 2).text === "^" && this.iri(index + 3);
    const made = this.at(index - 1).text === "(" && this.iri(index - 2);
    return [[typed, index - 1, index + 4], [made, index - 3, index + 2]]
      .filter(([datatype]) => Object.hasOwn(this.rules.precisions, datatype));
  }

  // The variable that stands behind an operator, or nothing.
  beside(index, step) {
    let at = index;
    while (nhv.Doubts.COMPARED.includes(this.at(at).text)) at += step;
    return at !== index && this.at(at).kind === "variable" ? this.at(at).text : "";
  }
};
