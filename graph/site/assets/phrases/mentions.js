// Names in a phrase, as graph/phrases/mentions.py finds them.
"use strict";

nhv.Mentions = class {
  constructor({ names, operators, permits, weights }, spelling) {
    Object.assign(this, { spelling, operators, rules: weights.areas, order: weights.kinds.order,
      between: weights.kinds.between });
    this.plain = new Set(this.rules.plain.map((word) => spelling.stem(word)));
    this.permits = new Map(permits.map(([area, holder, permit]) => [`${area} ${holder}`, permit]));
    this.held = new Set(permits.map(([area]) => area));
    const all = Object.fromEntries(Object.entries(names).map(([kind, things]) =>
      [kind, Object.entries(things).map(([thing, called]) =>
        [thing, called.map((name) => name.split(" ").filter(Boolean))])]));
    this.areas = all.area;
    this.worths = this.rarity();
    const said = Object.values(all).flatMap((things) => things.flatMap(([, called]) => called.flat()));
    this.vocabulary = [...new Set(said)].filter((word) => word.length > 5).sort();
    this.stems = new Set(this.vocabulary.map((word) => spelling.stem(word)));
    this.roots = new Set([...this.stems].map((one) => spelling.stem(one)));
    this.firsts = new Map();
    for (const kind of this.order.slice(1)) {
      for (const [thing, called] of all[kind] ?? []) {
        for (const name of called) {
          if (!name.length || !(name.length > 1 || name[0].length > 2 || !/^[a-z]+$/.test(name[0]))) continue;
          const first = spelling.stem(name[0]);
          this.firsts.set(first, [...(this.firsts.get(first) ?? []), [name, thing, kind]]);
        }
      }
    }
  }

  // How far each stem tells an area from others.
  rarity() {
    const seen = new Map();
    for (const [, called] of this.areas) {
      for (const stem of new Set(called.flat().map((word) => this.spelling.stem(word)))) {
        seen.set(stem, (seen.get(stem) ?? 0) + 1);
      }
    }
    return new Map([...seen].map(([stem, count]) => [stem, Math.log(this.areas.length / count) + 0.5]));
  }

  worth(word) {
    if (this.isPlain(word)) return this.rules.plain_weight;
    return this.worths.get(this.spelling.stem(word)) ?? this.rules.other_weight;
  }

  // Whether a word tells no area from another, in any form.
  isPlain(word) {
    const stem = this.spelling.stem(word);
    return this.plain.has(stem) || this.plain.has(this.spelling.stem(stem));
  }

  // What words name, in their order: {thing, kind, at: a set of places, weight}. besides: things
  // that lay words name, with the places of these.
  of(phrase, besides = new Map()) {
    const spelt = phrase.map((word) => this.spelt(word));
    let found = this.actors(spelt);
    const meets = (one, other) => [...one].some((at) => other.has(at));
    for (const [thing, at] of besides) {
      if (thing.startsWith("area:") || found.some((m) => meets(m.at, at) && m.weight > at.size)) continue;
      found = found.filter((m) => !meets(m.at, at));
      found.push({ thing, kind: thing.split(":")[0], at, weight: at.size });
    }
    const taken = new Set(found.flatMap((m) => [...m.at]));
    found.push(...this.areasOf(spelt, taken, besides));
    const place = (m) => [Math.min(...m.at), this.order.indexOf(m.kind)];
    return found.sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
  }

  spelt(word) {
    const one = this.spelling.stem(word);
    const known = this.stems.has(one) || this.stems.has(this.spelling.stem(one)) || this.roots.has(one);
    return known ? word : this.spelling.misspelt(word, this.vocabulary) ?? word;
  }

  actors(phrase) {
    const found = [];
    for (let at = 0; at < phrase.length;) {
      let best = null;
      for (const [name, thing, kind] of this.firsts.get(this.spelling.stem(phrase[at])) ?? []) {
        const fits = name.length <= phrase.length - at
          && name.every((known, i) => this.spelling.likeness(phrase[at + i], known) === 1
            || (this.between.includes(known) && this.between.includes(phrase[at + i])));
        const rank = [name.length, -this.order.indexOf(kind)];
        if (fits && (!best || rank[0] > best.rank[0] || (rank[0] === best.rank[0] && rank[1] > best.rank[1]))) {
          best = { rank, thing, kind };
        }
      }
      if (best) {
        const long = best.rank[0];
        const places = new Set(Array.from({ length: long }, (_, i) => at + i));
        found.push({ thing: best.thing, kind: best.kind === "town" ? "region" : best.kind, at: places, weight: long });
      }
      at += best ? best.rank[0] : 1;
    }
    return found;
  }

  // The areas that the other words name: the best one, and others of other words.
  areasOf(phrase, taken, besides) {
    const { rules } = this;
    const ranked = [];
    for (const [thing, called] of this.areas) {
      // What lay words say of an area they say of its parts too: of that of children, say.
      const lay = [...besides].find(([one]) => `${thing}-`.startsWith(`${one}-`))?.[1] ?? new Set();
      let [weight, cover, at] = called.map((name) => this.fit(phrase, name)).reduce((best, fit) =>
        (fit[0] * fit[1] > best[0] * best[1] || (fit[0] * fit[1] === best[0] * best[1] && fit[0] > best[0])
          ? fit : best));
      if (lay.size) {
        at = new Set([...lay, ...at]);
        [weight, cover] = [weight + rules.lay, Math.max(cover, rules.lay_cover)];
      }
      at = new Set([...at].filter((one) => !taken.has(one)));
      if (at.size && cover >= rules.needed && weight >= rules.least) {
        const rank = [Number((weight * cover).toFixed(3)), Number(this.held.has(thing)), -thing.length];
        ranked.push({ rank, thing, kind: "area", at, weight: rank[0] });
      }
    }
    ranked.sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1] || b.rank[2] - a.rank[2]
      || (a.thing < b.thing ? 1 : -1));
    const found = [];
    for (const one of ranked) {
      if (!found.some((other) => [...one.at].some((at) => other.at.has(at)))) found.push(one);
    }
    return found;
  }

  // How much of a name is said: its weight, its share, and where.
  fit(phrase, name) {
    let [whole, got] = [0, 0];
    const at = new Set();
    for (const known of name) {
      const weight = this.worth(known);
      whole += weight;
      let [like, where] = [0, 0];
      phrase.forEach((said, i) => {
        const near = this.spelling.likeness(said, known);
        if (near > like) [like, where] = [near, i];
      });
      if (!like) continue;
      got += weight * like;
      if (!this.isPlain(known)) at.add(where);
    }
    return [got, whole ? got / whole : 0, at];
  }
};
