// Dates as a user writes them (EDTF): a year, a month, a day, a season or an interval, as in
// loaders/dates.py; and days as days.
"use strict";

nhv.dates = (() => {
  const FORM = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;
  const SEASONS = { 21: [3, 5], 22: [6, 8], 23: [9, 11], 24: [12, 14] };
  const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

  const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = (year, month) => LENGTHS[month - 1] + (month === 2 && isLeap(year) ? 1 : 0);
  const iso = (year, month, day) =>
    `${`${year}`.padStart(4, "0")}-${`${month}`.padStart(2, "0")}-${`${day}`.padStart(2, "0")}`;

  // The first and last day that a date can mean; a Mistake with what to write if it is none.
  function simple(text, whole, rules) {
    const wrong = (key, ...values) => new nhv.Mistake(nhv.say(rules.mistakes[key], whole, ...values));
    const match = FORM.exec(text);
    if (!match) throw wrong("no_date");
    const [year, month, day] = match.slice(1).map((part) => (part ? Number(part) : 0));
    let first, last;
    if (match[3]) {
      if (year < 1 || month < 1 || month > 12 || day < 1 || day > days(year, month)) throw wrong("no_day");
      first = last = iso(year, month, day);
    } else {
      const [begin, end] = !match[2] ? [1, 12] : (SEASONS[month] ?? [month, month]);
      if (begin < 1 || begin > 12) throw wrong("no_month");
      const from = Math.max(year, 1);
      const [until, final] = [from + (end > 12 ? 1 : 0), ((end - 1) % 12) + 1];
      [first, last] = [iso(from, begin, 1), iso(until, final, days(until, final))];
    }
    const [earliest, latest] = rules.years;
    if (year < earliest || year > latest) throw wrong("far_date", earliest, latest);
    return { first, last };
  }

  function parse(given, rules) {
    const text = given.trim();
    if (!text.includes("/")) return simple(text, text, rules);
    const at = text.indexOf("/");
    const first = simple(text.slice(0, at), text, rules);
    const last = simple(text.slice(at + 1), text, rules);
    if (last.last < first.first) throw new nhv.Mistake(nhv.say(rules.mistakes.reversed_date, text));
    return { first: first.first, last: last.last };
  }

  // One day of what a parameter was given: of some the last possible day, of others the first.
  function day(given, name, rules) {
    try {
      const when = parse(given, rules);
      return rules.lastDay.includes(name) ? when.last : when.first;
    } catch (error) {
      throw new nhv.Mistake(nhv.say(rules.mistakes.date, name, error.message));
    }
  }

  const between = (first, second) =>
    Math.round((Date.parse(`${second}T00:00Z`) - Date.parse(`${first}T00:00Z`)) / 86_400_000);

  return { parse, day, between, isLeap };
})();
