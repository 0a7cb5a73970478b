// What a phrase was understood as, above the pages that the search finds: a link to the answer, the
// next best readings, or why there is none. The reader is loaded when a phrase is written.
"use strict";

nhv.Found = class {
  static PAUSE = 200; // milliseconds without a further letter
  static SHORTEST = 3; // letters
  static CALLS = { question: "ask", network: "network", map: "map", chart: "chart" };

  constructor(field, box) {
    Object.assign(this, { field, box, lang: document.documentElement.lang, asked: "" });
    let waiting;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.show(), nhv.Found.PAUSE);
    });
    field.form.addEventListener("submit", () => this.show());
    this.show();
  }

  async show() {
    const phrase = this.field.value.trim();
    this.asked = phrase;
    if (phrase.length < nhv.Found.SHORTEST) {
      this.box.replaceChildren();
      return;
    }
    const reader = await this.reader();
    if (phrase !== this.asked) return;
    const [first, ...others] = reader.read(phrase);
    this.box.replaceChildren(...this.told(first, others));
  }

  async reader() {
    if (!this.made) {
      this.data = await nhv.part("phrases");
      const now = new Date();
      const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
        .map((part) => `${part}`.padStart(2, "0")).join("-");
      this.made = new nhv.Reader(this.data, today);
    }
    return this.made;
  }

  say(key, ...values) {
    return nhv.say(this.data.says[this.lang][key], ...values);
  }

  told(reading, others) {
    const parts = [];
    if (reading.target === "none") {
      const why = reading.because?.[this.lang] ?? this.say("unknown");
      parts.push(nhv.element("p", {}, why));
      others = reading.nearest.map((target) => ({ target, params: {} }));
    } else {
      parts.push(nhv.element("p", {}, this.linked(reading, this.understood(reading))));
      if (!this.address(reading)) {
        parts.push(nhv.element("p", { class: "soft" }, "Python: ", nhv.element("code", {}, this.call(reading))));
      }
    }
    const led = others.filter((one) => this.address(one)).slice(0, 2);
    if (led.length) {
      const [before, after] = this.say(reading.target === "none" ? "nearest" : "others", "\n").split("\n");
      const links = led.flatMap((one, at) => [at ? "; " : "", this.linked(one, this.named(one))]);
      parts.push(nhv.element("p", { class: "soft" }, before, ...links, after));
    }
    return parts;
  }

  understood(reading) {
    const said = Object.entries(reading.params).map(([key, value]) =>
      (this.data.says[this.lang][`day.${key}`] ? this.say(`day.${key}`, value)
        : value.includes(":") ? this.label(value) : `${key}=${value}`));
    const text = this.say("understood", [this.named(reading), ...said].join(", "));
    const left = reading.leftOut.map((thing) => this.label(thing)).join(", ");
    return left ? `${text} ${this.say("left_out", left)}` : text;
  }

  named({ target }) {
    const [kind, name] = target.includes(":") ? target.split(":") : [target, target];
    return this.say(`target.${kind}`, name);
  }

  label(thing) {
    return this.data.labels[thing]?.[this.lang === "en" ? 1 : 0] ?? thing;
  }

  linked(reading, text) {
    const href = this.address(reading);
    return href ? nhv.element("a", { href }, text) : text;
  }

  // Where a reading is answered on the site; empty if only Python answers it.
  address({ target, params }) {
    const [kind, name] = target.split(":");
    if (kind === "question") return `ask.html#${new URLSearchParams({ q: name, ...params })}`;
    if (kind === "compare") return "news/index.html";
    if (kind === "network") return `network/${name}.html`;
    const [of, slug] = (params.thing ?? "").split(":");
    if (kind !== "explain" || !slug) return "";
    if (this.data.pages.own.includes(of)) return `${of}/${encodeURIComponent(slug)}.html`;
    return this.data.pages.led.includes(of) ? `../id/${of}/${encodeURIComponent(slug)}.${this.lang}.html` : "";
  }

  // The call in Python that gives the answer.
  call({ target, params }) {
    const [kind, name] = target.includes(":") ? target.split(":") : ["", target];
    const { thing, from, ...rest } = params;
    const first = kind ? name : thing;
    if (kind && thing) rest.thing = thing;
    const given = [first && `"${first}"`, ...Object.entries(rest).map(([key, value]) => `${key}="${value}"`),
      from && `**{"from": "${from}"}`].filter(Boolean);
    return `kg.${nhv.Found.CALLS[kind] ?? name}(${given.join(", ")})`;
  }
};

(() => {
  const field = document.getElementById("q");
  nhv.found = new nhv.Found(field, document.getElementById("understood"));
})();
