// A phrase heard: its names, its days and the form of answer that it wants, set apart, as
// graph/phrases/hearing.py does it.
"use strict";

nhv.Hearing = class {
  static DAY = "zzday";

  constructor(data, spelling, mentions, days) {
    const { cues, weights } = data;
    Object.assign(this, { spelling, mentions, days, weights, before: cues.before });
    this.things = nhv.Hearing.patterns(cues.things);
    this.pictures = nhv.Hearing.patterns(cues.pictures);
  }

  static patterns(table) {
    return Object.entries(table).map(([key, forms]) => [key, forms.map((form) => new RegExp(form, "g"))]);
  }

  static found(forms, text) {
    return forms.some((form) => text.search(form) >= 0);
  }

  hear(phrase) {
    const { spelling, before } = this;
    const whole = spelling.plain(phrase);
    const said = this.days.said(whole);
    let text = whole;
    for (const { start, end } of [...said].reverse()) {
      text = `${text.slice(0, start)} ${nhv.Hearing.DAY} ${text.slice(end)}`;
    }
    const spoken = spelling.words(text);
    const raw = ` ${spoken.join(" ")} `;
    const lay = new Map(this.things.map(([thing, forms]) => [thing, this.places(forms, raw)])
      .filter(([, at]) => at.size));
    const wordBefore = ({ at }) => spoken[Math.min(...at) - 1] ?? "";
    const mentions = this.mentions.of(spoken, lay).filter((one) =>
      one.kind !== "programme" || !before.earlier.includes(wordBefore(one)));
    const shown = [...spoken];
    for (const { kind, at } of mentions) {
      const [first, ...rest] = [...at].sort((a, b) => a - b);
      shown[first] = this.weights.stand[kind];
      for (const other of rest) shown[other] = "";
    }
    const heard = ` ${shown.filter(Boolean).join(" ").replaceAll(nhv.Hearing.DAY, this.weights.stand.date)} `;
    const { found } = nhv.Hearing;
    return {
      text: heard, mentions, days: said, known: this.days.ofDocuments(whole),
      homes: mentions.filter((one) => before.home.includes(wordBefore(one))).map(({ thing }) => thing),
      forms: this.pictures.filter(([, forms]) => found(forms, heard) || found(forms, raw)).map(([form]) => form),
    };
  }

  // The places of the words that a cue has in a text of words between blanks.
  places(forms, text) {
    const blanks = (part) => part.split(" ").length - 1;
    const at = new Set();
    for (const form of forms) {
      for (const match of text.matchAll(form)) {
        const first = blanks(text.slice(0, match.index)) - 1;
        for (let place = 0; place <= blanks(match[0]); place += 1) at.add(first + place);
      }
    }
    return at;
  }
};
