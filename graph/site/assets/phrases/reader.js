// A phrase read as a call, as graph/phrases/reading.py and targets.py read it.
"use strict";

nhv.Reader = class {
  static DRAWN = ["map", "network", "chart"];
  static NAME = /[^\P{L}a-zåäö][\p{L}\p{N}_-]+(?: [^\P{L}a-zåäö][\p{L}\p{N}_-]+)+/gu;

  // data: the part "phrases"; today: a day as YYYY-MM-DD.
  constructor(data, today) {
    Object.assign(this, { data, today, weights: data.weights, targets: Object.entries(data.targets) });
    this.spelling = new nhv.PhraseSpelling(data.weights.spelling);
    this.mentions = new nhv.Mentions(data, this.spelling);
    this.examples = new nhv.Examples(data.said, data, this.spelling);
    this.hearing = new nhv.Hearing(data, this.spelling, this.mentions, new nhv.Days(data.days, today));
    const { patterns } = nhv.Hearing;
    const { cues } = data;
    this.steps = patterns(cues.steps);
    this.numbered = patterns(cues.numbered)[0][1];
    this.choices = new Map(Object.entries(cues.choices).map(([name, by]) => [name, patterns(by)]));
    this.refused = cues.refused.map((one) => ({ ...one, cues: one.cues.map((form) => new RegExp(form)) }));
  }

  // The readings of a phrase, the best first: {target, params, score, leftOut, nearest, because}.
  read(phrase) {
    const said = this.hearing.hear(phrase);
    const near = this.examples.nearness(said.text);
    const scored = this.targets.map(([name, target]) => this.reading(name, target, said, near.get(name) ?? 0))
      .sort((a, b) => b.score - a.score);
    const best = scored.filter(({ score }) => score >= this.weights.readings.least);
    const none = (nearest, because = null) =>
      [{ target: "none", params: {}, leftOut: [], nearest, because }, ...best.slice(0, 3)];
    const nearest = scored.slice(0, 3).map(({ target }) => target);
    const refusal = this.refused.find(({ cues }) => nhv.Hearing.found(cues, said.text));
    if (refusal) return none(refusal.nearest, refusal);
    const name = this.stranger(phrase);
    if (name) {
      const { says } = this.data;
      return none(nearest, { sv: nhv.say(says.sv.stranger, name), en: nhv.say(says.en.stranger, name) });
    }
    const least = this.weights.examples.near * (near.get("none") ?? 0);
    return !best.length || best[0].score < least ? none(nearest) : best.slice(0, 4);
  }

  // A name of two words or more, by its capitals, that no thing of the graph has.
  stranger(phrase) {
    for (const match of phrase.matchAll(nhv.Reader.NAME)) {
      let name = this.spelling.words(match[0]);
      if (match.index === 0 && name.length > 2) name = name.slice(1);
      const strange = !name.every((word) => this.examples.knows(word));
      if (name.length > 1 && strange && !this.mentions.of(name).length) return match[0];
    }
    return "";
  }

  reading(name, target, said, near) {
    const { readings, examples, kinds, taken, untaken } = this.weights;
    let score = examples.near * near;
    if (score) score += this.fitOfForm(name, said.forms);
    const { params, used } = this.filled(name, target, said);
    const named = new Map(said.mentions.map((m) =>
      [kinds.actors.includes(m.kind) ? "actor" : m.kind, used.includes(m)]));
    for (const [group, is] of named) score += (is ? taken : untaken)[group] ?? 0;
    const { days, left } = this.dated(name, target, said);
    Object.assign(params, days);
    score += readings.missing * target.params.filter((p) => !p.optional && !(p.name in params)).length;
    if (name === "compare") score += said.days.length > 1 ? readings.two_days : -readings.two_days;
    const names = said.mentions.filter((m) => !used.includes(m) && m.kind !== "programme").map(({ thing }) => thing);
    return { target: name, params, score: Number(score.toFixed(3)), leftOut: [...names, ...left] };
  }

  fitOfForm(name, forms) {
    const { form, drawn } = this.weights.readings;
    const kind = name.split(":")[0];
    const isDrawn = nhv.Reader.DRAWN.includes(kind);
    const asked = forms.filter((one) => one !== "any");
    if (asked.length) return asked.includes(kind) ? form : -form;
    if (forms.length) return isDrawn ? form / 2 : -form / 2;
    return isDrawn ? drawn : 0;
  }

  // The parameters that names and words fill, and the names that did.
  filled(name, target, said) {
    const joined = name === "explain" ? this.permit(said) : null;
    if (joined) return joined;
    const [params, used] = [{}, []];
    for (const param of target.params) {
      const mention = this.mention(param, said, used);
      if (mention) used.push(mention);
      const value = mention ? this.value(param, mention) : this.word(param, said.text);
      if (value && value.split(":").at(-1) !== param.default) params[param.name] = value;
    }
    return { params, used };
  }

  // The permit that an area and a holder of a phrase mean together.
  permit({ mentions }) {
    const { operators, permits } = this.mentions;
    for (const area of mentions) {
      for (const who of mentions) {
        const permit = permits.get(`${area.thing} ${operators[who.thing] ?? who.thing}`);
        if (permit) return { params: { thing: permit }, used: [area, who] };
      }
    }
    return null;
  }

  mention({ kind, name }, said, used) {
    const { fills } = this.weights;
    const wanted = fills[`${kind} ${name}`] ?? fills[kind] ?? [kind];
    const free = said.mentions.filter((m) => !used.includes(m) && wanted.includes(m.kind)
      && (name !== "holder" || !said.homes.includes(m.thing)));
    if (kind === "thing") free.sort((a, b) => wanted.indexOf(a.kind) - wanted.indexOf(b.kind));
    return free[0];
  }

  value({ kind }, { thing, kind: of }) {
    if (["organisation", "region"].includes(kind) && of === "hospital") return this.mentions.operators[thing] ?? thing;
    return kind === "choice" ? thing.split(":").at(-1) : thing;
  }

  word({ kind, name, choices }, text) {
    const { found } = nhv.Hearing;
    if (kind === "step") {
      const number = this.numbered.map((form) => text.match(form)?.[0].at(-1)).find(Boolean)
        ?? this.steps.find(([, forms]) => found(forms, text))?.[0];
      return number ? `step:${number}` : "";
    }
    return (this.choices.get(name) ?? []).find(([word, forms]) =>
      (!choices.length || choices.includes(word)) && found(forms, text))?.[0] ?? "";
  }

  // The parameters that days fill, and the days that none takes.
  dated(name, { params, dated }, said) {
    const names = params.map((param) => param.name);
    const texts = said.days.map(({ text }) => text);
    if (name === "compare") {
      const [earlier, later] = [...texts, this.today, this.today].slice(0, 2).sort();
      return texts.length ? { days: { earlier, later }, left: texts.slice(2) } : { days: { later }, left: [] };
    }
    if (!texts.length) return { days: {}, left: [] };
    if (names.includes("from") && names.includes("until")) return { days: this.bounds(said.days), left: texts.slice(2) };
    const ahead = texts[0].slice(0, 4) > this.today.slice(0, 4);
    if (names.includes("until") && (said.days[0].role === "until" || ahead)) {
      return { days: { until: texts[0] }, left: texts.slice(1) };
    }
    const { role, text } = said.days.at(-1);
    if (said.known && role === "at") return { days: { known_at: text }, left: texts.slice(0, -1) };
    if (!dated || role === "since") return { days: {}, left: texts };
    return { days: { as_of: text }, left: texts.slice(0, -1) };
  }

  bounds(days) {
    const bounds = {};
    for (const { role, text } of days.slice(0, 2)) {
      if (role !== "until") bounds.from ??= text;
      if (role !== "since") bounds.until = text;
    }
    return bounds;
  }
};
