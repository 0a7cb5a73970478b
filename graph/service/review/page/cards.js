// A fact as a card: what it says, the lines that it stands on, its YAML, and what can be done.
import { form } from "./form.js";
import { button, linesOf, made, review, sentence, word } from "./shared.js";

let last = 0;

export function factOf(text, state) {
  return { text, state, open: state === "open", lines: linesOf(text), key: ++last, problems: [], told: null };
}

// What a fact says; before it was tried, its kind and what stands behind that.
export function nameOf(fact) {
  const [kind, ...rest] = fact.text.split("\n", 1)[0].split(":"), form = review.draft.kinds[kind.trim()];
  const begun = [form ? form[review.lang] : kind, rest.join(":").trim()].filter(Boolean).join(": ");
  return fact.told?.[review.lang].says || begun;
}

export function quoted(fact) {
  const quote = made("blockquote");
  for (const number of [...fact.lines].slice(0, 8)) {
    const { text } = review.draft.lines[number - 1];
    if (text) quote.append(made("p", `${number}  ${text}`));
  }
  return quote;
}

function editor(fact, act) {
  const kind = fact.text.split(":", 1)[0].trim();
  return form(fact.text, kind, { typed: (text) => act.typed(fact, text), done: () => act.save(fact) }, fact.fresh);
}

function written(fact) {
  const details = made("details"), sources = fact.told?.[review.lang].sources || [];
  details.append(made("summary", word("yaml", sources.length)), ...sources.map((title) => made("p", title, "change")), made("pre", fact.text));
  return details;
}

function row(fact, act) {
  const node = made("div", undefined, "row");
  if (fact.editing) {
    node.append(button(word("save"), () => act.save(fact), "save"), button(word("cancel"), () => act.cancel(fact), "cancel"));
    return node;
  }
  const accept = button(word("accept"), () => act.decide(fact, "accepted"), "accept");
  const drop = button(word("drop"), () => act.decide(fact, "dropped"), "drop");
  accept.setAttribute("aria-pressed", fact.state === "accepted");
  drop.setAttribute("aria-pressed", fact.state === "dropped");
  node.append(accept, button(word("edit"), () => act.edit(fact), "edit"), drop);
  for (const one of node.children) one.setAttribute("aria-describedby", `says-${fact.key}`);
  return node;
}

// Draw a card, or draw it anew in its place; the focus stays where it was in it.
export function draw(fact, act) {
  const item = made("li", undefined, fact.state), body = made("details"), says = made("summary");
  const held = fact.node?.contains(document.activeElement) && document.activeElement.dataset.act;
  body.open = fact.open || fact.problems.length > 0;
  body.addEventListener("toggle", () => { if (item.isConnected) fact.open = body.open; });
  const name = made("span", nameOf(fact), "says");
  name.id = `says-${fact.key}`;
  says.append(name);
  if (fact.state !== "open") says.append(" ", made("span", word(fact.state), "state"));
  const more = fact.editing ? [] : fact.told?.[review.lang].more || [];
  body.append(says, ...more.map((said) => made("p", said, "change")));
  body.append(...fact.problems.map((said) => sentence(said, "problem")), quoted(fact));
  body.append(fact.editing ? editor(fact, act) : written(fact), row(fact, act));
  item.classList.toggle("chosen", fact === review.chosen);
  item.classList.toggle("wrong", fact.problems.length > 0);
  item.append(body);
  item.addEventListener("click", (event) => { if (!event.target.closest("button")) act.choose(fact); });
  item.addEventListener("focusin", () => act.choose(fact));
  fact.node?.replaceWith(item);
  fact.node = item;
  if (held) item.querySelector(`[data-act=${held}]`)?.focus();
  return item;
}
