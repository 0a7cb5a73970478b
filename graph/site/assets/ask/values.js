// What a term of an answer is as a cell, as graph/engines/values.py has it for Python:
// {key, text, kind, number}. Two terms are the same if their keys are; kind is text, truth, whole,
// decimal (a number as text), date or written (a text that its datatype does not allow).
"use strict";

nhv.values = (() => {
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const WHOLE = /^[+-]?[0-9]+$/;
  const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
  const DOUBLE = /^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)$/;
  const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
  const NUMBERS = new Map([["integer", [-Infinity, Infinity]], ["nonNegativeInteger", [0, Infinity]],
    ["positiveInteger", [1, Infinity]], ["nonPositiveInteger", [-Infinity, 0]],
    ["negativeInteger", [-Infinity, -1]]]);
  for (const [name, bits] of [["Long", 64], ["Int", 32], ["Short", 16], ["Byte", 8]]) {
    NUMBERS.set(name.toLowerCase(), [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]);
    NUMBERS.set(`unsigned${name}`, [0, 2 ** bits - 1]);
  }
  const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;
  let prefixes = {};
  let namespaces = new Map();

  function use(known) {
    prefixes = known;
    namespaces = new Map(Object.entries(known).map(([prefix, iri]) => [iri, prefix]));
  }

  function curie(iri) {
    const cut = Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1;
    const prefix = namespaces.get(iri.slice(0, cut));
    return prefix !== undefined && LOCAL.test(iri.slice(cut)) ? `${prefix}:${iri.slice(cut)}` : iri;
  }

  const expand = (short) => {
    const [prefix, ...local] = short.split(":");
    return local.length && Object.hasOwn(prefixes, prefix)
      ? prefixes[prefix] + local.join(":") : short;
  };

  // A number as Python writes it: 1.0, 1e-05.
  function decimal(number) {
    if (Number.isNaN(number)) return "nan";
    if (!Number.isFinite(number)) return number > 0 ? "inf" : "-inf";
    const size = Math.abs(number);
    if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
      const [digits, power] = number.toExponential().split("e");
      const far = power.replace(/[+-]/, "").padStart(2, "0");
      return `${digits}e${power[0]}${far}`;
    }
    const text = Number.isInteger(number) ? BigInt(number).toString() : number.toString();
    return `${Object.is(number, -0) ? "-" : ""}${text}${Number.isInteger(number) ? ".0" : ""}`;
  }

  const same = (text) => {
    const [, sign, whole, part = ""] = /^([+-]?)([0-9]*)\.?([0-9]*)$/.exec(text);
    const digits = `${whole.replace(/^0+/, "")}.${part.replace(/0+$/, "")}`;
    return digits === "." ? "." : `${sign === "-" ? "-" : ""}${digits}`;
  };

  function literal(text, datatype) {
    const name = datatype?.startsWith(XSD) ? datatype.slice(XSD.length) : "";
    if (!name) return { text, kind: "text" };
    const read = text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
    const written = { text, kind: "written" };
    if (NUMBERS.has(name)) {
      const [least, most] = NUMBERS.get(name);
      if (!WHOLE.test(read)) return written;
      const number = Number(read);
      return number >= least && number <= most
        ? { text: BigInt(read.replace("+", "")).toString(), kind: "whole", number } : written;
    }
    if (name === "decimal") {
      if (!DECIMAL.test(read)) return written;
      const number = Number(read);
      const near = decimal(number);
      if (DECIMAL.test(near) && same(near) === same(read)) return { text: near, kind: "decimal", number };
      return { text: read.replace("+", ""), kind: "digits", number };
    }
    if (name === "double" || name === "float") {
      if (!DOUBLE.test(read)) return written;
      const number = Number(read.replace("INF", "Infinity"));
      return { text: decimal(number), kind: "decimal", number };
    }
    if (name === "boolean") {
      const truth = { true: true, 1: true, false: false, 0: false }[read];
      return truth === undefined ? written : { text: `${truth}`, kind: "truth", number: Number(truth) };
    }
    if (name === "date") {
      const [, year, month, day] = DAY.exec(read) ?? [];
      const last = new Date(Date.UTC(2000, Number(month), 0)).getUTCDate();
      const leap = month === "02" && day === "29" && !nhv.dates.isLeap(Number(year));
      const isDay = year && year !== "0000" && month >= "01" && month <= "12" && day >= "01"
        && Number(day) <= last && !leap;
      return isDay ? { text: read, kind: "date" } : written;
    }
    return { text, kind: "text" };
  }

  // The cell of a term, null of what is not bound.
  function cell(term) {
    if (term === null) return null;
    if (term.type === "uri") {
      const short = curie(term.value);
      const looks = short === term.value && Object.hasOwn(prefixes, term.value.split(":")[0]);
      return { key: `<${term.value}>`, text: looks ? `<${short}>` : short, kind: "text", iri: term.value };
    }
    if (term.type === "bnode") return { key: `_:${term.value}`, text: `_:${term.value}`, kind: "text" };
    const key = `${JSON.stringify(term.value)}@${term["xml:lang"] ?? ""}^${term.datatype ?? ""}`;
    return { key, ...literal(term.value, term.datatype) };
  }

  const text = (said) => ({ key: `${JSON.stringify(said)}@^`, text: said, kind: "text" });
  const whole = (number) => ({ key: `${number}`, text: `${number}`, kind: "whole", number });
  const ratio = (number) => ({ key: `${number}.`, text: decimal(number), kind: "decimal", number });

  // The order of the Swedish alphabet: å ä ö after z, other marks count as the letter without.
  const AFTER_Z = { å: "{", ä: "|", æ: "|", ö: "}", ø: "}" };
  function swedish(said) {
    if (/^[\x00-\x7f]*$/.test(said)) return said.toLowerCase();
    let folded = said.normalize("NFC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
    folded = folded.replace(/[åäæöø]/g, (letter) => AFTER_Z[letter]);
    return folded.normalize("NFD").replace(/\p{M}/gu, "");
  }

  const rank = (one) => one === null ? 0 : one.number !== undefined ? 1 : 2;
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  const folded = new Map();
  function key(said) {
    if (!folded.has(said)) folded.set(said, swedish(said));
    return folded.get(said);
  }

  const bySwedish = (a, b) => compare(key(a), key(b)) || compare(a, b);

  // The order of two cells of a column: nothing, numbers, dates and texts.
  function inOrder(a, b) {
    if (a === b) return 0;
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    if (a === null) return 0;
    return rank(a) === 1 ? compare(a.number, b.number) : bySwedish(a.text, b.text);
  }

  return { use, curie, expand, cell, text, whole, ratio, bySwedish, inOrder };
})();
