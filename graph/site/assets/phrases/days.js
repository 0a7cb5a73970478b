// Days said in a phrase, by the patterns of graph/phrases/days.py.
"use strict";

nhv.Days = class {
  // table: the part "days" of the data; today: a day as YYYY-MM-DD.
  constructor(table, today) {
    this.table = table;
    this.today = today;
    this.forms = table.forms.map(([form, word, needs]) => [new RegExp(`\\b${form}\\b`, "g"), word, needs]);
    this.leads = Object.fromEntries(
      Object.entries(table.leads).map(([role, lead]) => [role, new RegExp(lead)]));
    this.documents = new RegExp(table.documents);
  }

  // The days of a plain phrase in their order: {text, role, start, end}.
  said(text) {
    const found = [];
    for (const [form, word, needs] of this.forms) {
      for (const match of text.matchAll(form)) {
        const [start, end] = [match.index, match.index + match[0].length];
        if (found.some((one) => start < one.end && one.start < end)) continue;
        found.push(...this.ends(this.led(text, start, end, this.meant(match, word, needs))));
      }
    }
    found.sort((one, other) => one.start - other.start);
    return found.map((_, at) => this.inRange(text, found, at));
  }

  meant(said, word, needs) {
    const { months, ordinals, seasons, numbers } = this.table;
    const two = (number) => `${number}`.padStart(2, "0");
    const year = Number(this.today.slice(0, 4));
    const since = (days) => new Date(Date.parse(this.today) + days * 86_400_000).toISOString().slice(0, 10);
    switch (word) {
      case "said": return said[1] + needs.join("");
      case "day": case "month": {
        const [of, month, ...day] = needs.map((place) => said[place]);
        const parts = [months[month] ?? Number(month), ...day.map(Number)];
        const fits = parts[0] >= 1 && parts[0] <= 12 && parts.every((part) => part >= 1 && part <= 31);
        return fits ? [of, ...parts.map(two)].join("-") : of;
      }
      case "part": {
        const last = (ordinals[said[1]] ?? Number(said[1])) * needs[0];
        return last <= 12 ? `${said[2]}-${two(last - needs[0] + 1)}/${said[2]}-${two(last)}` : said[2];
      }
      case "season": return `${said[2]}-${seasons[said[1]]}`;
      case "year": return `${year + needs[0]}${needs.slice(1).join("")}`;
      case "years ago": return `${year - (numbers[said[1]] ?? Math.min(Number(said[1]), 99))}`;
      case "last month": return since(-Number(this.today.slice(8))).slice(0, 7);
      default: return since(needs[0]);
    }
  }

  led(text, start, end, day) {
    const before = text.slice(0, start).replace(/[ (,]+$/, "");
    for (const role of ["since", "until"]) {
      const lead = this.leads[role].exec(before);
      if (!lead) continue;
      const earlier = this.leads.before.test(before) && /^\d+$/.test(day);
      return { text: earlier ? `${Number(day) - 1}` : day, role, start: lead.index, end };
    }
    return { text: day, role: "at", start, end };
  }

  // A part of a year as its two ends, or as the one that is meant.
  ends(said) {
    const [first, last] = said.text.split("/");
    if (last === undefined) return [said];
    if (said.role !== "at") return [{ ...said, text: said.role === "since" ? first : last }];
    return [{ ...said, text: first, role: "since" },
      { ...said, text: last, role: "until", start: said.end }];
  }

  // A day of two that bound a time.
  inRange(text, found, at) {
    const [said, next, before] = [found[at], found[at + 1], found[at - 1]];
    const lead = (one) => this.leads.between.exec(text.slice(0, one.start).trimEnd());
    const spans = (one, other) => ["-", ""].includes(text.slice(one.end, other.start).trim());
    if (next) {
      const between = lead(said);
      if (between) return { ...said, role: "since", start: between.index };
      if (spans(said, next) && said.role === "at") return { ...said, role: "since" };
    }
    return before && (lead(before) || spans(before, said)) ? { ...said, role: "until" } : said;
  }

  ofDocuments(text) {
    return this.documents.test(text);
  }
};
