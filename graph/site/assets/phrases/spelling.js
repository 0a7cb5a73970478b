// Words of a phrase without capitals, accents and endings, as graph/phrases/spelling.py has them.
"use strict";

nhv.PhraseSpelling = class {
  constructor(rules) {
    this.rules = rules;
    this.stems = new Map();
  }

  plain(phrase) {
    const bare = nhv.spelling.casefold(phrase).normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
    return bare.split(/\s+/).filter(Boolean).join(" ");
  }

  words(phrase) {
    return this.plain(phrase).replaceAll("s:t", "st").replaceAll("'", "").match(/[a-z0-9]+/g) ?? [];
  }

  stem(word) {
    if (!this.stems.has(word)) {
      const { endings, stem } = this.rules;
      const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= stem);
      this.stems.set(word, ending ? word.slice(0, -ending.length) : word);
    }
    return this.stems.get(word);
  }

  // How far a word that was said is a known word: 1 for a form of it, less for a compound.
  likeness(said, known) {
    const [one, other] = [this.stem(said), this.stem(known)];
    if (one === other || this.stem(one) === other || one === this.stem(other)) return 1;
    const { compound, begun, part } = this.rules;
    if (other.length >= compound && said.startsWith(other)) return begun;
    return one.length > compound && known.startsWith(one) ? part : 0;
  }

  // The known word that a word is a slip of the pen for, if it is long enough to tell.
  misspelt(word, vocabulary) {
    const { long, slips, alike } = this.rules;
    if (word.length < long || /^[0-9]+$/.test(word)) return null;
    const near = vocabulary.filter((known) => known[0] === word[0] && known.length >= long - 1
      && Math.abs(known.length - word.length) < slips);
    return nhv.spelling.close(word, near, 1, alike)[0] ?? null;
  }
};
