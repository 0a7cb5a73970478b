// The query page. Everything from the graph or the server is put in as text, never as HTML.
"use strict";

const TEXTS = {
  sv: {
    choose: "– välj en fråga –", running: "Frågan körs …", needed: "behövs",
    optional: "kan lämnas tom", rows: (n, ms) => `${n} rader på ${ms} ms`,
    shown: (n) => `; de första ${n} visas`, yes: "ja", no: "nej", none: "Inga rader.",
    unreachable: "Servern svarar inte; kontrollera att nhv serve körs.", answer: "Svar",
    fill: "Fyll i fälten ovan så skrivs frågan.", triples: (ms) => `Tripplar på ${ms} ms`,
  },
  en: {
    choose: "– choose a question –", running: "Running …", needed: "needed",
    optional: "may be left empty", rows: (n, ms) => `${n} rows in ${ms} ms`,
    shown: (n) => `; the first ${n} are shown`, yes: "yes", no: "no", none: "No rows.",
    unreachable: "The server does not answer; see that nhv serve is running.", answer: "Answer",
    fill: "Fill in the fields above, and the query is written.", triples: (ms) => `Triples in ${ms} ms`,
  },
};
const MOST_ROWS = 2000;
const START = "SELECT ?region ?name {\n  ?region a nhv:Region ; skos:prefLabel ?name .\n"
  + "  FILTER(lang(?name) = \"sv\")\n}\nORDER BY ?name";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float"].map((name) => XSD + name));

const at = (id) => document.getElementById(id);
let lang = (navigator.language || "sv").startsWith("sv") ? "sv" : "en";
let catalogue = { prefixes: {}, questions: [] };
let latest = 0; // of several queries under way, only the last one's answer is shown
let wanted = ""; // the question and parameters that the query was written for
let writing = Promise.resolve(); // a query that is being written must be there before it is run

function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function speak(chosen) {
  lang = chosen;
  document.documentElement.lang = lang; // of the words of both languages one is shown
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  }
  at("answer").setAttribute("aria-label", TEXTS[lang].answer);
  listQuestions();
}

function listQuestions() {
  const select = at("question");
  const kept = select.value;
  select.replaceChildren(made("option", TEXTS[lang].choose, { value: "" }));
  for (const question of catalogue.questions) {
    select.append(made("option", `${question.name}: ${question[lang]}`, { value: question.name }));
  }
  select.value = kept;
  if (select.value) chooseQuestion();
}

function asked() {
  return catalogue.questions.find((question) => question.name === at("question").value);
}

function chooseQuestion() {
  const box = at("parameters");
  const question = asked();
  const before = new Map([...box.querySelectorAll("input")].map((i) => [i.name, i.value]));
  box.replaceChildren();
  wanted = "";
  if (!question) return;
  for (const parameter of question.params) {
    const { name, kind, optional } = parameter;
    const holder = made("div");
    const how = optional ? TEXTS[lang].optional : TEXTS[lang].needed;
    holder.append(made("label", `${name} (${kind}; ${how})`, { for: `p-${name}` }));
    const input = made("input", undefined, { id: `p-${name}`, name, autocomplete: "off" });
    input.value = before.get(name) || "";
    input.required = !optional;
    holder.append(input);
    box.append(holder);
  }
  writeQuestion();
}

function writeQuestion() {
  writing = writeQuestionNow();
}

async function writeQuestionNow() {
  const question = asked();
  if (!question) return;
  const inputs = [...at("parameters").querySelectorAll("input")];
  if (inputs.some((input) => input.required && !input.value.trim())) {
    at("state").textContent = TEXTS[lang].fill;
    return;
  }
  const given = new URLSearchParams({ name: question.name, lang });
  for (const input of inputs) if (input.value.trim()) given.set(input.name, input.value);
  const now = given.toString();
  if (now === wanted) return; // leaving a field does not undo what was written by hand since
  wanted = now;
  const response = await request(`question?${given}`);
  if (!response) return;
  const text = await response.text();
  if (now !== wanted) return;
  if (!response.ok) return complain(text);
  at("query").value = text.trim();
  clear();
}

async function request(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    complain(TEXTS[lang].unreachable);
    return null;
  }
}

function clear() {
  at("error").hidden = true;
  at("error").textContent = "";
  at("state").textContent = "";
}

function complain(text) {
  at("state").textContent = "";
  // The query's line and the mark below it keep their columns; the sentence may wrap.
  const [said, ...line] = text.trimEnd().split("\n");
  at("error").replaceChildren(made("p", said));
  if (line.length) at("error").append(made("pre", line.join("\n"), { tabindex: "0" }));
  at("error").hidden = false;
}

async function run() {
  const turn = ++latest;
  await writing;
  clear();
  at("answer").hidden = true;
  at("state").textContent = TEXTS[lang].running;
  const begun = performance.now();
  const response = await request("sparql", {
    method: "POST",
    headers: {
      "Content-Type": "application/sparql-query",
      "Accept": "application/sparql-results+json, text/turtle;q=0.9",
    },
    body: at("query").value,
  });
  if (!response) return;
  const text = await response.text();
  if (turn !== latest) return;
  if (!response.ok) return complain(text);
  const ms = Math.round(performance.now() - begun);
  const table = (response.headers.get("Content-Type") || "").includes("json");
  if (table) showTable(JSON.parse(text), ms);
  else show(made("pre", text), TEXTS[lang].triples(ms));
}

function show(element, state) {
  at("answer").replaceChildren(element);
  at("answer").hidden = false;
  at("state").textContent = state;
}

function showTable(result, ms) {
  const texts = TEXTS[lang];
  if ("boolean" in result) return show(made("p", result.boolean ? texts.yes : texts.no), "");
  const rows = result.results.bindings;
  const table = made("table");
  const heads = table.createTHead().insertRow();
  for (const name of result.head.vars) heads.append(made("th", name, { scope: "col" }));
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) {
    const line = body.insertRow();
    for (const name of result.head.vars) line.append(cell(row[name]));
  }
  const cut = rows.length > MOST_ROWS ? texts.shown(MOST_ROWS) : "";
  show(rows.length ? table : made("p", texts.none), texts.rows(rows.length, ms) + cut);
}

function cell(term) {
  const td = made("td");
  if (!term) return td;
  if (term.type === "uri") {
    td.textContent = short(term.value);
    td.title = term.value;
  } else if (term.type === "bnode") {
    td.textContent = `_:${term.value}`;
  } else {
    td.textContent = term.value;
    if (NUMBERS.has(term.datatype)) td.className = "number";
    if (term["xml:lang"]) td.append(" ", made("span", `@${term["xml:lang"]}`, { class: "lang" }));
  }
  return td;
}

// A short name where the rest of the IRI can stand in one, as in Turtle.
function short(iri) {
  let best = "";
  let found = iri;
  for (const [prefix, start] of Object.entries(catalogue.prefixes)) {
    const rest = iri.slice(start.length);
    if (iri.startsWith(start) && start.length > best.length && /^[\w][\w.-]*$/.test(rest)) {
      best = start;
      found = `${prefix}:${rest}`;
    }
  }
  return found;
}

async function save() {
  await writing;
  clear();
  const response = await request("sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", "Accept": "text/csv" },
    body: at("query").value,
  });
  if (!response) return;
  if (!response.ok) return complain(await response.text());
  const link = made("a", undefined, { download: "nhv.csv" });
  link.href = URL.createObjectURL(await response.blob());
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

document.documentElement.lang = lang; // before anything is drawn, so that nothing moves
document.addEventListener("DOMContentLoaded", () => {
  at("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  at("save").addEventListener("click", save);
  at("question").addEventListener("change", chooseQuestion);
  at("parameters").addEventListener("change", writeQuestion);
  // Enter in a field of a question writes it; it does not run a half-written query.
  at("parameters").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); writeQuestion(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
  });
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => speak(button.dataset.lang));
  }
  at("query").value = START;
  at("ask").noValidate = true;
  speak(lang);
  request("questions.json").then(async (response) => {
    if (!response) return;
    catalogue = await response.json();
    listQuestions();
  });
});
