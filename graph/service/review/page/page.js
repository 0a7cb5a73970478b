// One draft beside its document: a curator decides on each fact, and the file is checked and written.
import { draw, factOf, nameOf, quoted } from "./cards.js";
import { mark, reveal, showLines } from "./document.js";
import { form } from "./form.js";
import { $, button, linesOf, made, review, sentence, word } from "./shared.js";

const key = location.hash.slice(1);
const narrow = matchMedia("(max-width: 50rem)");
let report = {}, unwritten = false, waiting, asked = Promise.resolve();

const are = (...states) => review.facts.filter((fact) => states.includes(fact.state));

// Requests go one after the other, so that what is kept last is the last.
function ask(path, sent, how = {}) {
  const headers = { "X-Review": key };
  if (sent) how = { ...how, method: "POST", body: JSON.stringify(sent) };
  asked = asked.catch(() => {}).then(async () => {
    const answer = await fetch(path, { headers, ...how });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  });
  return asked;
}

function answers() {
  return { head: review.head, facts: review.facts.map(({ text, state }) => ({ text, state })) };
}

function keep(how) {
  clearTimeout(waiting);
  waiting = 0;
  ask("keep", answers(), how).catch(failed);
}

// Something was decided, or is being typed: keep it, and take back what was said of the file.
function changed(after = 0) {
  unwritten = true;
  report = report.open ? report : {};
  count();
  mark();
  tell();
  clearTimeout(waiting);
  if (after) waiting = setTimeout(keep, after); else keep();
}

function failed(error) {
  report = { failed: error instanceof TypeError ? null : error.message };
  tell();
}

// What the server says of the facts that it tried, each by its place among all that were sent.
function take(told, sent, states) {
  sent.forEach((fact, at) => {
    if (states.includes(fact.state)) fact.problems = told.problems.filter(([of]) => of === at).map(([, said]) => said);
    fact.told = told.told[at] || fact.told;
    if (!fact.editing) draw(fact, act);
  });
}

async function send(path) {
  for (const fact of review.facts) if (fact.editing) settle(fact);
  const sent = [...review.facts];
  try {
    const told = await ask(path, answers());
    if (told.written) unwritten = false;
    report = told;
    take(told, sent, path === "write" ? ["accepted"] : ["open", "accepted"]);
  } catch (error) {
    failed(error);
  }
  count();
  mark();
  tell(path === "write");
}

function jumps(facts) {
  const list = made("ul");
  for (const fact of facts) {
    const item = made("li");
    item.append(button(nameOf(fact), () => go(fact, "edit")));
    list.append(item);
  }
  return list;
}

// Say what came of it, and bring it into sight if it was asked for.
function tell(asked) {
  const parts = [], wrong = report.problems?.length || 0;
  if (report.failed !== undefined) parts.push(made("p", report.failed || word("failed"), "problem"));
  if (report.open) {
    parts.push(made("p", word("open", are("open").length)), jumps(are("open")), button(word("write_anyway"), write));
  }
  if (report.writing) parts.push(made("p", word("writing")));
  if (report.resumed) parts.push(made("p", report.resumed[review.lang]));
  if (report.refused) parts.push(sentence(report.refused, "problem"));
  if (report.written) parts.push(made("p", word(wrong ? "written_wrong" : "written", report.written), wrong ? "problem" : "fine"));
  if (wrong) parts.push(made("p", word("wrong", wrong), "problem"), jumps(review.facts.filter((fact) => fact.problems.length)));
  for (const [at, said] of report.problems || []) if (at === null) parts.push(sentence(said, "problem"));
  for (const [at, said] of report.warnings || []) {
    const of = at === null ? "" : ` (${nameOf(review.facts[at])})`;
    const node = made("p", `${word("look")}${of}: `, "change"), text = made("span", said);
    text.lang = "en";
    node.append(text);
    parts.push(node);
  }
  $("outcome").replaceChildren(...parts);
  if (asked) $("outcome").scrollIntoView({ block: "nearest" });
}

function count() {
  $("left").textContent = word("left", are("open").length, review.facts.length);
}

// Go to a card: to what its form lacks or begins with, or to one of its buttons.
function go(fact, name) {
  const boxes = [...fact.node.querySelectorAll(".form [data-field]")];
  (boxes.find((box) => box.required && !box.value) || boxes[0] || fact.node.querySelector(`[data-act=${name}]`)).focus();
}

// Go to the next fact that is not decided, of all below one.
function goOn(fact) {
  const below = review.facts.slice(review.facts.indexOf(fact) + 1).find((one) => one.state === "open");
  const next = below || are("open")[0];
  if (next) go(next, "accept"); else $("write").focus();
}

function write() {
  $("write").focus();
  report = { writing: true };
  tell(true);
  send("write");
}

function settle(fact) {
  unwritten = true;
  Object.assign(fact, { editing: false, state: "accepted", fresh: false, open: false, problems: [] });
  draw(fact, act);
}

const act = {
  choose(fact) {
    if (review.chosen === fact) return;
    review.chosen?.node?.classList.remove("chosen");
    review.chosen = fact;
    fact.node?.classList.add("chosen");
    mark();
    reveal();
  },
  decide(fact, state) {
    fact.state = fact.state === state ? "open" : state;
    fact.open = fact.state === "open";
    draw(fact, act);
    changed();
    if (fact.state === "open") go(fact, "accept"); else goOn(fact);
  },
  edit(fact) {
    Object.assign(fact, { editing: true, open: true, before: { text: fact.text, told: fact.told } });
    draw(fact, act);
    go(fact);
  },
  typed(fact, text) {
    Object.assign(fact, { text, lines: linesOf(text), told: null });
    fact.node.querySelector("blockquote").replaceWith(quoted(fact));
    changed(500);
    reveal();
  },
  save(fact) {
    settle(fact);
    goOn(fact);
    send("check");
  },
  cancel(fact) {
    if (fact.fresh) {
      review.facts.splice(review.facts.indexOf(fact), 1);
      fact.node.remove();
      $("add").focus();
    } else {
      Object.assign(fact, { editing: false, ...fact.before, lines: linesOf(fact.before.text) });
      draw(fact, act);
      go(fact, "edit");
    }
    changed();
  },
};

// A line with several facts leads to the next of them each time.
function chooseLine(number) {
  const on = review.facts.filter((fact) => fact.state !== "dropped" && fact.lines.has(number));
  const fact = on[(on.indexOf(review.chosen) + 1) % on.length] || { lines: new Set([number]) };
  act.choose(fact);
  fact.node?.scrollIntoView({ block: "nearest" });
}

function add() {
  const kind = $("kind").value, line = review.chosen ? Math.min(...review.chosen.lines) : 1;
  const text = `${kind}: \nlines: ${line}`;
  const fact = Object.assign(factOf(text, "open"), { fresh: true });
  const after = review.facts.findIndex((one) => Math.min(...one.lines) > line);
  review.facts.splice(after < 0 ? review.facts.length : after, 0, fact);
  $("list").insertBefore(draw(fact, act), $("list").children[after] || null);
  act.edit(fact);
  count();
}

function show() {
  const { draft, lang } = review;
  document.documentElement.lang = lang;
  document.title = `${word("title")}: ${draft.id}`;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-lang]")) node.setAttribute("aria-pressed", node.dataset.lang === lang);
  $("kind").setAttribute("aria-label", word("kind"));
  $("kind").replaceChildren(...Object.entries(draft.kinds).filter(([kind]) => kind !== "source").map(([kind, form]) => {
    const option = made("option", form[lang]);
    option.value = kind;
    return option;
  }));
  const typed = (text) => { review.head = text; changed(500); };
  $("head").replaceChildren(form(review.head, "source", { typed, done: goOn }));
  $("list").replaceChildren(...review.facts.map((fact) => draw(fact, act)));
  const remarks = [];
  if (draft.unknown.length) {
    remarks.push(made("h2", word("names")), made("p", word("name_how"), "change"));
    for (const one of draft.unknown) {
      const said = `${one.name} (${draft.kinds[one.kind][lang]}, ${word("line", one.lines.join(", "))})`;
      remarks.push(button(said, () => act.choose({ lines: new Set(one.lines) })));
    }
  }
  if (draft.undecided.length) remarks.push(made("h2", word("undecided")), ...draft.undecided.map((said) => made("p", said)));
  $("remarks").replaceChildren(...remarks);
  count();
  mark();
  tell();
}

async function begin() {
  let draft;
  try {
    draft = await ask("draft");
  } catch (error) {
    document.body.replaceChildren(made("p", error.message));
    return;
  }
  review.draft = draft;
  review.facts = draft.facts.map(({ text, state }) => factOf(text, state));
  review.head = draft.head;
  $("accept-all").addEventListener("click", () => {
    for (const fact of review.facts) if (fact.editing || fact.state === "open") settle(fact);
    changed();
    $("write").focus();
  });
  $("add").addEventListener("click", add);
  $("write").addEventListener("click", () => {
    for (const fact of review.facts) if (fact.editing) settle(fact);
    if (!are("open").length) return write();
    report = { open: true };
    tell(true);
  });
  for (const node of document.querySelectorAll("[data-lang]")) {
    node.addEventListener("click", () => { sessionStorage.lang = review.lang = node.dataset.lang; show(); });
  }
  const fold = () => { $("document").open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  addEventListener("beforeunload", (event) => {
    if (waiting) keep({ keepalive: true });
    if (unwritten) event.preventDefault();
  });
  showLines(chooseLine);
  report = { resumed: draft.resumed };
  show();
  take(draft, review.facts, ["open", "accepted"]);
  const lacks = [...$("head").querySelectorAll("[data-field]")].find((box) => box.required && !box.value);
  if (lacks) lacks.focus(); else goOn();
}

begin();
