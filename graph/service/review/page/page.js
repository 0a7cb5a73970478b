"use strict";
// One draft beside its document. Everything that comes from the document is set as text, never as HTML.
const key = location.hash.slice(1);
const $ = (id) => document.getElementById(id);
let draft, facts, lang = "sv", chosen = null;

function made(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function word(name, ...values) {
  return values.reduce((said, value) => said.replace("{}", value), draft.words[lang][name]);
}

async function ask(path, sent) {
  const how = { headers: { "X-Review": key } };
  if (sent) Object.assign(how, { method: "POST", body: JSON.stringify(sent) });
  const answer = await fetch(path, how);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

// The lines that a fact names, also after it was edited: 3, 3-5 or [3, 5-7].
function linesOf(text) {
  const found = new Set();
  const said = /^lines:\s*(.*)$/m.exec(text);
  for (const [, first, last] of (said ? said[1] : "").matchAll(/(\d+)(?:\s*-\s*(\d+))?/g)) {
    for (let n = +first; n <= +(last || first) && found.size < 20000; n++) found.add(n);
  }
  return found;
}

function stateOf(number) {
  const on = facts.filter((fact) => fact.state !== "dropped" && fact.lines.has(number));
  if (!on.length && draft.unknown.some((one) => one.lines.includes(number))) return "doubtful";
  if (!on.length) return draft.lines[number - 1].role === "aside" ? "aside" : "unused";
  return on.every((fact) => /^inferred:/m.test(fact.text)) ? "doubtful" : "covered";
}

function showLines() {
  const list = $("lines");
  list.replaceChildren();
  draft.lines.forEach((line, at) => {
    const number = at + 1, item = made("li");
    if (line.text) {
      const button = made("button", undefined, stateOf(number));
      button.type = "button";
      button.title = word(stateOf(number));
      button.dataset.line = number;
      if (chosen && chosen.lines.has(number)) button.classList.add("chosen");
      button.append(made("span", number, "number"), made("span", line.text));
      button.addEventListener("click", () => {
        choose(facts.find((fact) => fact.state !== "dropped" && fact.lines.has(number)) || { lines: new Set([number]) });
      });
      item.append(button);
    }
    list.append(item);
  });
}

function choose(fact) {
  chosen = fact;
  show();
  const first = Math.min(...fact.lines);
  document.querySelector(`[data-line="${first}"]`)?.scrollIntoView({ block: "nearest" });
  document.querySelector("#list li.chosen")?.scrollIntoView({ block: "nearest" });
}

function decision(fact, state) {
  const button = made("button", word(state === "accepted" ? "accept" : "drop"));
  button.type = "button";
  button.setAttribute("aria-pressed", fact.state === state);
  button.addEventListener("click", () => {
    fact.state = fact.state === state ? "open" : state;
    fact.editing = false;
    show();
  });
  return button;
}

function showFact(fact) {
  const item = made("li", undefined, fact.state);
  if (fact === chosen) item.classList.add("chosen");
  if (fact.problems.length) item.classList.add("wrong");
  if (fact.editing) {
    const area = made("textarea", fact.text);
    area.rows = fact.text.split("\n").length + 1;
    area.spellcheck = false;
    area.setAttribute("aria-label", word("edit"));
    area.addEventListener("input", () => {
      fact.text = area.value;
      fact.lines = linesOf(fact.text);
      fact.changes = null;
    });
    item.append(area);
  } else {
    const text = made("pre", fact.text);
    text.tabIndex = 0;
    text.addEventListener("click", () => choose(fact));
    text.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(fact); });
    item.append(text);
  }
  for (const said of (fact.changes || {})[lang] || []) item.append(made("p", said, "change"));
  for (const said of fact.problems) item.append(made("p", said, "problem"));
  const edit = made("button", word("edit"));
  edit.type = "button";
  edit.setAttribute("aria-pressed", !!fact.editing);
  edit.addEventListener("click", () => { fact.editing = !fact.editing; show(); });
  const row = made("div", undefined, "row");
  row.append(decision(fact, "accepted"), edit, decision(fact, "dropped"));
  item.append(row);
  return item;
}

function show() {
  document.documentElement.lang = lang;
  document.title = `${word("title")}: ${draft.id}`;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-lang]")) node.setAttribute("aria-pressed", node.dataset.lang === lang);
  showLines();
  $("list").replaceChildren(...facts.map(showFact));
  const remarks = $("remarks");
  remarks.replaceChildren();
  if (draft.unknown.length) {
    remarks.append(made("h2", word("names")), made("p", word("name_how"), "change"));
    for (const one of draft.unknown) remarks.append(made("p", `${one.name} (${one.kind}; ${one.lines.join(", ")})`));
  }
  if (draft.undecided.length) {
    remarks.append(made("h2", word("undecided")), ...draft.undecided.map((said) => made("p", said)));
  }
}

// What the server says of the facts that were sent, each by its place among them.
function take(told, sent) {
  const outcome = $("outcome");
  const loose = [];
  for (const fact of sent) fact.problems = [];
  for (const [number, said] of told.problems) {
    if (number === null) loose.push(said); else sent[number].problems.push(said);
  }
  sent.forEach((fact, at) => { fact.changes = told.changes[at] || null; });
  outcome.replaceChildren();
  const wrong = told.problems.length;
  outcome.append(made("p", wrong ? `${word("wrong")}: ${wrong}` : word("fine"), wrong ? "problem" : "change"));
  for (const said of loose) outcome.append(made("p", said, "problem"));
  for (const [, said] of told.warnings) outcome.append(made("p", `${word("look")}: ${said}`, "change"));
  const open = facts.filter((fact) => fact.state === "open").length;
  if (open) outcome.append(made("p", word("open", open), "change"));
  if (told.written) outcome.append(made("p", word("written", told.written)));
}

async function send(path) {
  const sent = facts.filter((fact) => fact.state === "accepted");
  try {
    take(await ask(path, { head: $("head").value, facts: sent.map((fact) => fact.text) }), sent);
  } catch (error) {
    const said = error instanceof TypeError ? word("failed") : error.message;
    $("outcome").replaceChildren(made("p", said, "problem"));
  }
  show();
}

async function begin() {
  try {
    draft = await ask("draft");
  } catch (error) {
    document.body.replaceChildren(made("p", error.message));
    return;
  }
  facts = draft.facts.map((fact) => ({ ...fact, lines: new Set(fact.lines), state: "open", problems: [], changes: null }));
  take(draft, facts);
  $("outcome").replaceChildren();
  $("head").value = draft.head;
  $("accept-all").addEventListener("click", () => {
    for (const fact of facts) if (fact.state === "open") fact.state = "accepted";
    show();
  });
  $("add").addEventListener("click", () => {
    const line = chosen ? Math.min(...chosen.lines) : 1;
    const text = `permit: \nholder: \nlines: ${line}`;
    const fact = { text, lines: new Set([line]), state: "accepted", editing: true, problems: [], changes: null };
    facts.unshift(fact);
    choose(fact);
  });
  $("check").addEventListener("click", () => send("check"));
  $("write").addEventListener("click", () => send("write"));
  for (const node of document.querySelectorAll("[data-lang]")) {
    node.addEventListener("click", () => { lang = node.dataset.lang; show(); });
  }
  show();
}

begin();
