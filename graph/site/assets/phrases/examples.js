// How near a phrase comes to what people say for each answer (tf-idf, cosine), as
// graph/phrases/examples.py has it.
"use strict";

nhv.Examples = class {
  constructor(said, { weights }, spelling) {
    Object.assign(this, { spelling, rules: weights.examples, same: Object.entries(weights.same), targets: [], postings: new Map() });
    const examples = Object.keys(said).sort().flatMap((target) =>
      said[target].map((text) => [target, this.features(this.tokens(text))]));
    const shared = new Map();
    for (const [, features] of examples) {
      for (const feature of features.keys()) shared.set(feature, (shared.get(feature) ?? 0) + 1);
    }
    this.rarity = new Map([...shared].map(([feature, count]) => [feature, Math.log(examples.length / count)]));
    examples.forEach(([target, features], place) => {
      this.targets.push(target);
      for (const [feature, weight] of this.vector(features)) {
        if (!this.postings.has(feature)) this.postings.set(feature, []);
        this.postings.get(feature).push([place, weight]);
      }
    });
  }

  knows(word) {
    return this.rarity.has(this.spelling.stem(word));
  }

  nearness(text) {
    const likeness = new Map();
    for (const part of this.parts(this.tokens(text))) {
      const near = new Map();
      for (const [feature, weight] of this.vector(this.features(part))) {
        for (const [place, other] of this.postings.get(feature) ?? []) {
          near.set(place, (near.get(place) ?? 0) + weight * other);
        }
      }
      for (const [place, value] of near) likeness.set(place, Math.max(value, likeness.get(place) ?? 0));
    }
    const by = new Map();
    for (const [place, value] of likeness) {
      const target = this.targets[place];
      by.set(target, [...(by.get(target) ?? []), value]);
    }
    const { less, next } = this.rules;
    return this.shared(new Map([...by].map(([target, values]) => {
      const [best, ...others] = values.sort((a, b) => b - a);
      return [target, best + less * others.slice(0, next).reduce((sum, value) => sum + value, 0)];
    })));
  }

  // Nearness, and what nearness to another answer of the same content is worth.
  shared(near) {
    const shared = new Map(near);
    for (const [one, other] of this.same) {
      for (const [target, twin] of [[one, other], [other, one]]) {
        if (near.has(twin)) shared.set(target, Math.max(shared.get(target) ?? 0, this.rules.same * near.get(twin)));
      }
    }
    return shared;
  }

  tokens(text) {
    return this.spelling.plain(text).match(/\{\w+\}|[a-z0-9]+/g) ?? [];
  }

  // A phrase, and of a long one the parts in which it may ask.
  parts(said) {
    const { long, step } = this.rules;
    const parts = [said];
    for (let at = 0; said.length > long && at < said.length - long + step; at += step) {
      parts.push(said.slice(at, at + long));
    }
    return parts;
  }

  // Words without their endings, pairs of them, and pieces of words, with how often they come.
  features(said) {
    const stems = said.map((word) => (word[0] === "{" ? word : this.spelling.stem(word)));
    const features = new Map();
    const put = (feature, weight) => features.set(feature, (features.get(feature) ?? 0) + weight);
    for (const stem of stems) put(stem, 1);
    for (let at = 1; at < stems.length; at += 1) put(`${stems[at - 1]} ${stems[at]}`, 1);
    for (const word of said) {
      if (word[0] === "{") continue;
      const whole = `^${word}$`;
      for (const long of this.rules.pieces) {
        for (let at = 0; at + long <= whole.length; at += 1) put(whole.slice(at, at + long), this.rules.piece);
      }
    }
    return features;
  }

  // Weights of features, of length 1.
  vector(features) {
    const weights = [...features].filter(([feature]) => this.rarity.has(feature)).map(([feature, count]) =>
      [feature, (count > 1 ? 1 + Math.log(count) : count) * this.rarity.get(feature)]);
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return weights.map(([feature, weight]) => [feature, weight / length]);
  }
};
