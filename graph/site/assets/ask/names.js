// From a name that a person writes to the thing it names, as graph/lookup/names.py has it; the
// names, how well each fits and the kinds that stand for several come as data.
"use strict";

nhv.Names = class {
  // known: the part "names"; language: prefixes and sentences.
  constructor(known, language) {
    this.known = known;
    this.language = language;
    this.step = new RegExp(`^(?:${known.step})$`);
    this.lists = new Map();
  }

  kindsOf(kind) {
    if (kind === "thing") return Object.keys(this.known.things);
    return this.known.wider[kind] ?? [kind];
  }

  // The things of a kind: {kind, slug, short, iri, sv, en, names}; names with how well each fits.
  of(kind) {
    if (!this.lists.has(kind)) {
      this.lists.set(kind, this.kindsOf(kind).flatMap((own) =>
        (this.known.things[own] ?? []).map(([slug, sv, en, names]) => ({
          kind: own, slug, short: `${own}:${slug}`, iri: `${this.language.prefixes[own]}${slug}`,
          sv, en, names,
        }))));
    }
    return this.lists.get(kind);
  }

  // The thing that a name means, as an IRI; a Mistake if nothing or more than one is so called.
  // engine: the view's, for what is in no list.
  async find(given, kind, engine) {
    const { prefixes } = this.language;
    let name = given.trim();
    const iri = this.spelt(name);
    if (iri && this.fits(iri, kind) && await this.isThere(iri, engine)) return iri;
    const step = this.step.exec(name.toLowerCase());
    if (kind === "step" && step) return `${prefixes.step}${step[1]}`;
    const [prefix, ...rest] = name.split(":");
    if (rest.length && this.isKind(prefix) && [prefix, "thing"].includes(kind)) {
      [name, kind] = [rest.join(":"), prefix];
    }
    await this.read(kind, engine);
    let found = this.candidates(name, kind);
    if (!found.length && kind === "thing") found = await this.anywhere(name, engine);
    if (found.length === 1) {
      if (await this.isThere(found[0], engine)) return found[0];
      throw this.mistake("not_in_view", name, nhv.values.curie(found[0]));
    }
    if (found.length) throw this.ambiguous(name, found);
    throw this.mistake("no_thing", this.language.nouns[kind], name, this.near(name, kind));
  }

  isKind(prefix) {
    return prefix !== "thing" && Object.hasOwn(this.language.nouns, prefix);
  }

  async isThere(iri, engine) {
    const { rows } = await engine.select(`ASK { <${iri}> ?p ?o }`);
    return rows[0][0].value === "true";
  }

  // The short names of the things of a kind that a view has.
  async inView(kind, engine) {
    await this.read(kind, engine);
    const home = `"${this.language.prefixes[kind]}"`;
    const { rows } = await engine.select(`SELECT DISTINCT ?s { ?s a ?k FILTER(STRSTARTS(STR(?s), ${home})) }`);
    const there = new Set(rows.map(([thing]) => thing.value));
    return this.of(kind).filter(({ iri }) => there.has(iri)).map(({ short }) => short);
  }

  // Names that the graph has and that match; by kind, or of anything, whatever it is.
  async named(engine, filter) {
    const props = Object.keys(this.known.ranks).map((prop) => `<${prop}>`).join(" ");
    const { rows } = await engine.select(
      `SELECT ?s ?p ?l { VALUES ?p { ${props} } ?s ?p ?l FILTER(${filter}) }`);
    return rows.map(([thing, prop, label]) =>
      ({ iri: thing.value, called: label.value, rank: this.known.ranks[prop.value] }));
  }

  // The names of a kind that is in no list, read once.
  async read(kind, engine) {
    if (kind === "thing" || this.known.things[kind] || this.known.wider[kind]) return;
    const home = this.language.prefixes[kind];
    const things = new Map();
    for (const { iri, called, rank } of await this.named(engine, `STRSTARTS(STR(?s), "${home}")`)) {
      const slug = iri.slice(home.length);
      if (!things.has(iri)) things.set(iri, [slug, called, called, [[slug, 0]]]);
      things.get(iri)[3].push([called, rank]);
    }
    this.known.things[kind] = [...things.values()];
  }

  async anywhere(name, engine) {
    const wanted = nhv.Answers.text(nhv.spelling.fold(name));
    const found = await this.named(engine, `LCASE(STR(?l)) = ${wanted}`);
    const least = Math.min(...found.map(({ rank }) => rank));
    return [...new Set(found.filter(({ rank }) => rank === least).map(({ iri }) => iri))].sort();
  }

  spelt(name) {
    const iri = name.startsWith("<") && name.endsWith(">") ? name.slice(1, -1) : name;
    if (!iri.includes(":") || /[\x00-\x20<>"{}|\\^`]/.test(iri)) return "";
    if (/^https?:\/\//.test(iri)) return iri;
    return nhv.values.expand(iri) === iri ? "" : nhv.values.expand(iri);
  }

  kindOf(iri) {
    const home = `${this.known.base}id/`;
    return iri.startsWith(home) ? iri.slice(home.length).split("/")[0] : "";
  }

  fits(iri, kind) {
    return kind === "thing" || (this.known.wider[kind] ?? [kind]).includes(this.kindOf(iri));
  }

  candidates(name, kind) {
    const whole = name.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
    const [folded, bare] = [nhv.spelling.fold(name), nhv.spelling.slug(name)];
    const own = nhv.spelling.fold(whole);
    const ways = [
      (called, thing) => called === name || called === whole || thing.slug === own,
      (called) => nhv.spelling.casefold(called) === folded,
      (called, thing) => bare !== "" && nhv.spelling.slug(called) === bare
        && (kind !== "thing" || thing.kind !== "source"),
    ];
    for (const fits of ways) {
      const found = this.best(kind, fits);
      if (found.length) return found;
    }
    if (kind !== "source" && kind !== "thing") return [];
    if ([...folded].length < 3) return [];
    return this.best("source", (called, _, rank) =>
      rank === 1 && nhv.spelling.casefold(called).startsWith(folded));
  }

  // Of what a name fits, the things that it fits best.
  best(kind, fits) {
    const ranked = new Map();
    for (const thing of this.of(kind)) {
      for (const [called, rank] of thing.names) {
        const well = thing.slug === called ? 0 : rank;
        if (fits(called, thing, rank)) {
          ranked.set(thing.iri, Math.min(well, ranked.get(thing.iri) ?? Infinity));
        }
      }
    }
    let kept = [...ranked];
    if (kind === "thing") { // a thing comes before a document of its name
      const registers = kept.filter(([iri]) => this.known.registers.includes(this.kindOf(iri)));
      kept = registers.length ? registers : kept;
    }
    const least = Math.min(...kept.map(([, rank]) => rank));
    let exact = kept.filter(([, rank]) => rank === least).map(([iri]) => iri);
    const wider = this.known.wider[kind];
    if (wider && exact.length > 1) {
      const order = [kind, ...wider.filter((one) => one !== kind)];
      const first = Math.min(...exact.map((iri) => order.indexOf(this.kindOf(iri))));
      exact = exact.filter((iri) => order.indexOf(this.kindOf(iri)) === first);
    }
    return exact.sort();
  }

  label(iri, lang) {
    const kind = this.kindOf(iri);
    return this.of(kind).find((thing) => thing.iri === iri)?.[lang] ?? nhv.values.curie(iri);
  }

  ambiguous(name, found) {
    const { fold } = nhv.spelling;
    const shown = found.slice(0, 6).map((iri) => {
      const [short, label] = [nhv.values.curie(iri), this.label(iri, this.language.lang)];
      return [fold(name), short].includes(fold(label)) ? short : `${short} (${label})`;
    });
    const more = found.length > 6 ? nhv.say(this.language.mistakes.more, found.length - 6) : "";
    return this.mistake("ambiguous", name, `${shown.join(", ")}${more}`, nhv.values.curie(found[0]));
  }

  near(name, kind) {
    const called = this.of(kind).flatMap((thing) => thing.names.map(([one]) => one));
    return nhv.spelling.didYouMean(name, called, this.language.mistakes.write_label);
  }

  mistake(key, ...values) {
    return new nhv.Mistake(nhv.say(this.language.mistakes[key], ...values));
  }

  // What completes a beginning: the name itself, then a label, then a word of one.
  completed(begun, kind, lang, most) {
    const wanted = nhv.spelling.fold(begun);
    const ranked = [];
    for (const thing of this.of(kind)) {
      let rank = wanted === "" || thing.slug.startsWith(wanted) ? 0 : 3;
      for (const [called] of thing.names) {
        const folded = nhv.spelling.fold(called);
        if (folded.startsWith(wanted)) rank = Math.min(rank, 1);
        else if (` ${folded}`.includes(` ${wanted}`)) rank = Math.min(rank, 2);
      }
      const bare = nhv.spelling.slug(begun);
      if (rank === 3 && bare && thing.slug.includes(bare)) rank = 2.5;
      if (rank < 3) ranked.push([rank, thing]);
    }
    ranked.sort((a, b) => a[0] - b[0] || nhv.values.bySwedish(a[1][lang], b[1][lang]));
    return ranked.slice(0, most).map(([, thing]) => thing);
  }
};
