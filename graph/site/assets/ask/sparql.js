// Reading SPARQL just far enough to refuse what cannot be meant, as graph/engines/sparql.py does:
// the same tokens, the same sentences. The parsing proper is left to the engine.
"use strict";

nhv.sparql = (() => {
  const W = "\\p{L}\\p{M}\\p{N}\\p{Pc}";
  const KINDS = {
    comment: "#[^\\n\\r]*",
    iri: "<[^<>\"{}|^`\\\\\\u0000-\\u0020]*>",
    string: "\"{3}(?:(?:\"|\"\")?(?:[^\"\\\\]|\\\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\\\]|\\\\.))*'{3}"
      + "|\"(?:[^\"\\\\\\n\\r]|\\\\.)*\"|'(?:[^'\\\\\\n\\r]|\\\\.)*'",
    variable: `[?$][${W}]+`,
    blank: `_:[${W}.\\-]+`,
    pname: `(?:[\\p{L}][${W}.\\-]*)?:(?:(?:[${W}:]|%[0-9A-Fa-f]{2}|\\\\[^${W}\\s])`
      + `(?:[${W}:.\\-]|%[0-9A-Fa-f]{2}|\\\\[^${W}\\s])*)?`,
    language: "@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    number: "\\p{Nd}+(?:\\.\\p{Nd}+)?(?:[eE][+\\-]?\\p{Nd}+)?",
    word: `[A-Za-z_][${W}\\-]*`,
    space: "\\s+",
    other: ".",
  };
  const TOKEN = new RegExp(Object.entries(KINDS).map(([kind, one]) => `(?<${kind}>${one})`).join("|"), "gsu");
  const RELATIVE = /^<(?![A-Za-z][A-Za-z0-9+.-]*:)[^?$&|=!()<>]*>$/;
  const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
  let language = null;
  const use = (known) => { language = known; };

  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(TOKEN)) {
      const kind = Object.keys(KINDS).find((one) => match.groups[one] !== undefined);
      const bare = kind === "pname" ? match[0].replace(/\.+$/, "") : match[0];
      found.push({ kind, text: bare, start: match.index });
      if (bare !== match[0]) {
        found.push({ kind: "other", text: match[0].slice(bare.length), start: match.index + bare.length });
      }
    }
    return found;
  }

  const words = (text) => tokens(text).filter(({ kind }) => kind !== "space" && kind !== "comment");
  const isWord = (token, ...keywords) =>
    token?.kind === "word" && keywords.includes(token.text.toUpperCase());
  const has = (text, ...keywords) => tokens(text).some((token) => isWord(token, ...keywords));
  const form = (text) =>
    tokens(text).find((token) => isWord(token, ...FORMS))?.text.toUpperCase() ?? "";

  function at(text, line, column, key, ...values) {
    return said(text, line, column, nhv.say(language.mistakes[key], ...values));
  }

  // A sentence with the line and a caret under the column, both counted from 1.
  function said(text, line, column, what) {
    const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
    if (lines.at(-1) === "") lines.pop();
    const told = nhv.say(language.mistakes.place, line, column, what);
    if (line < 1 || line > lines.length) return new nhv.Mistake(told);
    let shown = [...lines[line - 1]];
    if (shown.length > language.widest) {
      const start = Math.max(column - Math.floor(language.widest / 2), 0);
      [shown, column] = [shown.slice(start, start + language.widest), column - start];
    }
    shown = shown.map((sign) => (sign === "\t" || nhv.isPrintable(sign) ? sign : "\ufffd"));
    const caret = `${shown.slice(0, column - 1).map((sign) => (sign === "\t" ? "\t" : " ")).join("")}^`;
    return new nhv.Mistake(`${told}\n    ${shown.join("")}\n    ${caret}`);
  }

  function complain(text, offset, key, ...values) {
    const before = text.slice(0, offset);
    const line = before.split("\n").length;
    return at(text, line, [...before.slice(before.lastIndexOf("\n") + 1)].length + 1, key, ...values);
  }

  // What nests too deep or goes on too long would overflow the stack of the engine's parser.
  function refuseDepth(text) {
    let [depth, length, rowsFrom, before, awaits] = [0, 0, 0, "", false];
    for (const token of words(text)) {
      const sign = token.text;
      if ("([{".includes(sign) || (sign === before && sign === "<")) {
        depth += 1;
        if (sign === "{" && awaits) [rowsFrom, awaits] = [depth, false];
      } else if (")]}".includes(sign) || (sign === before && sign === ">")) {
        if (depth === rowsFrom) rowsFrom = 0;
        depth -= 1;
      } else if (isWord(token, "VALUES")) awaits = !rowsFrom;
      before = sign === before ? "" : sign;
      length += rowsFrom ? 0 : 1;
      if (depth > language.deepest) throw complain(text, token.start, "deep", language.deepest);
      if (length > language.longest) {
        throw complain(text, token.start, "long", language.longest.toLocaleString("en"));
      }
    }
  }

  function partner(every, opening) {
    let depth = 0;
    for (let i = opening; i < every.length; i += 1) {
      depth += Number("({[".includes(every[i].text)) - Number(")}]".includes(every[i].text));
      if (depth === 0) return i;
    }
    return every.length - 1;
  }

  // What the engine asks of all graphs at once where it stands within GRAPH ?g.
  function refuseInEveryGraph(text) {
    const every = words(text);
    const around = [""];
    let graph = null;
    every.forEach((token, index) => {
      const opening = () => {
        const found = every.findIndex((one, i) => i >= index && one.text === "{");
        return found < 0 ? index : found;
      };
      if (token.text === "{") {
        around.push(graph ?? around.at(-1));
        graph = null;
      } else if (token.text === "}" && around.length > 1) around.pop();
      else if (isWord(token, "GRAPH") && index + 1 < every.length) {
        graph = every[index + 1].kind === "variable" ? every[index + 1].text.slice(1) : "";
      } else if (around.at(-1) && isWord(token, "SELECT", "LIMIT", "OFFSET")) {
        const columns = every.slice(index, opening()).filter(({ kind }) => kind === "variable");
        const has = columns.some((one) => one.text.slice(1) === around.at(-1));
        if (!has || !isWord(token, "SELECT")) {
          throw complain(text, token.start, "select_in_every_graph", around.at(-1));
        }
      } else if (around.at(-1) && isWord(token, "VALUES") && every[index - 1]?.text === "{") {
        const after = Math.min(partner(every, opening()) + 1, every.length - 1);
        if (every[after].text === "}") {
          throw complain(text, token.start, "values_in_every_graph", around.at(-1));
        }
      }
    });
  }

  function declared(text) {
    const found = { ...language.prefixes };
    const every = words(text);
    every.forEach((token, i) => {
      const [name, iri] = every.slice(i + 1, i + 3);
      if (isWord(token, "PREFIX") && name?.kind === "pname" && iri?.kind === "iri") {
        found[name.text.slice(0, -1)] = iri.text.slice(1, -1);
      }
    });
    return found;
  }

  // The IRI that a token names wholly: not one that goes on from BASE; empty if none.
  function iriOf({ kind, text }, namespaces) {
    const [prefix, ...local] = text.split(":");
    const iri = kind === "iri" ? text.slice(1, -1)
      : kind === "pname" ? (namespaces[prefix] ?? "") + local.join(":") : "";
    return /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$/.test(iri) ? iri : "";
  }

  function reviewName(text, token, namespaces) {
    const [prefix, ...rest] = token.text.split(":");
    if (!Object.hasOwn(namespaces, prefix)) {
      const write = nhv.say(language.mistakes.write_prefix, prefix);
      const near = nhv.spelling.didYouMean(prefix, Object.keys(namespaces), write);
      throw complain(text, token.start, "prefix", prefix, near);
    }
    const closed = language.closed.includes(prefix);
    if (closed && namespaces[prefix] === language.prefixes[prefix]) {
      reviewTerm(text, token, prefix, rest.join(":"));
    }
  }

  function reviewTerm(text, token, prefix, local) {
    const known = Object.keys(language.terms[prefix]);
    if (!local || known.includes(local) || language.standard[prefix]?.includes(local)) return;
    const near = nhv.spelling.didYouMean(`${prefix}:${local}`, known.map((one) => `${prefix}:${one}`));
    throw complain(text, token.start, "term", prefix, local, near);
  }

  // Refuse a query that reaches outside, changes the graph or uses unknown terms.
  function review(text) {
    refuseDepth(text);
    refuseInEveryGraph(text);
    const namespaces = { ...language.prefixes };
    const every = words(text);
    every.forEach((token, index) => {
      const before = every[index - 1];
      if (isWord(token, "PREFIX") && every.length > index + 2) {
        const [name, iri] = every.slice(index + 1, index + 3);
        if (name.kind === "pname" && iri.kind === "iri") {
          namespaces[name.text.slice(0, -1)] = iri.text.slice(1, -1);
        }
      } else if (isWord(token, "SERVICE")) throw complain(text, token.start, "service");
      else if (isWord(token, ...language.updates) && (!before || before.kind === "iri")) {
        throw complain(text, token.start, "update", token.text.toUpperCase());
      } else if (token.kind === "pname" && before?.text.toUpperCase() !== "PREFIX") {
        reviewName(text, token, namespaces);
      } else if (token.kind === "iri") {
        const hidden = /(?<![\p{L}\p{N}_-])SERVICE(?![\p{L}\p{N}_-])/iu.test(token.text);
        if (hidden && !/^<https?:\/\//i.test(token.text)) throw complain(text, token.start, "hidden_service");
        const home = `<${language.prefixes.nhv}`;
        if (token.text.startsWith(home)) reviewTerm(text, token, "nhv", token.text.slice(home.length, -1));
      }
    });
  }

  // The names of graphs that FROM and FROM NAMED name, with where they stand.
  function graphs(text) {
    const [every, namespaces] = [words(text), declared(text)];
    let base = "";
    return every.flatMap((token, i) => {
      if (isWord(token, "BASE")) base = every[i + 1]?.text.slice(1, -1) ?? "";
      if (!isWord(token, "FROM")) return [];
      const graph = every[i + 1 + Number(isWord(every[i + 1], "NAMED"))];
      if (!graph || !["iri", "pname"].includes(graph.kind)) return [];
      const [prefix, ...local] = graph.text.split(":");
      const iri = graph.kind === "iri" ? graph.text.slice(1, -1) : (namespaces[prefix] ?? "") + local.join(":");
      const whole = URL.canParse(iri, base || undefined) && base ? new URL(iri, base).href : iri;
      return iri ? [{ iri: whole, start: graph.start }] : [];
    });
  }

  const refuseFrom = (text, graph) => complain(text, graph.start, "from", graph.iri);

  // The query as the engine takes it: the project's prefixes that it uses declared before it, short
  // names with dots, which Oxigraph ends too soon, written out.
  function prepared(text) {
    const [every, namespaces] = [tokens(text), declared(text)];
    const body = every.map(({ kind, text: own }) => {
      const [prefix, ...rest] = own.split(":");
      const dotted = kind === "pname" && rest.join(":").includes(".") && Object.hasOwn(namespaces, prefix);
      return dotted ? `<${namespaces[prefix]}${rest.join(":")}>` : own;
    }).join("");
    const used = Object.entries(language.prefixes)
      .filter(([prefix]) => text.includes("\\") || text.includes(`${prefix}:`));
    return { head: used.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`).join(""), body };
  }

  // Where a query stops being SPARQL to Oxigraph's parser, in words, with line and column; what it
  // says of no place is said of a query that it could read.
  function syntaxError(text, message, linesBefore) {
    if (!form(text)) {
      const first = tokens(text).find(({ kind }) => kind === "word")?.text ?? "";
      const near = nhv.spelling.didYouMean(first, FORMS, language.mistakes.begin);
      return new nhv.Mistake(nhv.say(language.mistakes.no_form, near));
    }
    const every = words(text);
    const relative = every.find(({ text: own }) => RELATIVE.test(own));
    if (relative && !every.some((token) => isWord(token, "BASE"))) {
      return complain(text, relative.start, "relative", relative.text);
    }
    const match = /(?:error )?at (\d+):(\d+):?\s*([\s\S]*)/.exec(message);
    if (!match) return new nhv.Mistake(nhv.say(language.mistakes.unanswered, message));
    return said(text, Number(match[1]) - linesBefore, Number(match[2]), expected(match[3]));
  }

  // The readable part of a parser's list of what it would have taken.
  function expected(message) {
    const known = Object.entries(language.parser).find(([sentence]) => message.includes(sentence));
    if (known) return known[1];
    const choices = message.replace(/^expected one of /, "").replace(/^expected /, "").trim();
    const sentence = /(?:^|, )([A-Z][a-z]+ [^[\]"]*?)(?:, \[|, "|$)/.exec(choices);
    if (sentence) return sentence[1].trim().replace(/,+$/, "");
    const quoted = [...choices.matchAll(/"((?:[^"\\]|\\.)+)"/g)].map(([, one]) => one);
    const named = choices.match(/(?<![\p{L}\p{N}_'"\\{])[A-Z]{3,}(?![\p{L}\p{N}_'"])/gu) ?? [];
    const shown = [...new Set([...named, ...quoted].filter((one) => one.length <= 12))];
    if (!shown.length || shown.length > 8) return language.mistakes.cannot_go_on;
    return nhv.say(language.mistakes.expected, shown.join(language.mistakes.or));
  }

  return { use, tokens, words, declared, iriOf, has, form, review, graphs, refuseFrom, prepared, syntaxError };
})();
