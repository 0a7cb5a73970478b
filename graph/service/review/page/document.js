// The document: which of its lines state something, and on which the chosen fact stands.
import { $, made, review, word } from "./shared.js";

const buttons = () => [...$("lines").querySelectorAll("button")];

function stateOf(number) {
  const { draft, facts } = review;
  const on = facts.filter((fact) => fact.state !== "dropped" && fact.lines.has(number));
  if (!on.length && draft.unknown.some((one) => one.lines.includes(number))) return "doubtful";
  if (!on.length) return draft.lines[number - 1].role === "aside" ? "aside" : "unused";
  return on.every((fact) => /^inferred:/m.test(fact.text)) ? "doubtful" : "covered";
}

// One stop of the Tab key is all the lines have; arrows move within them.
function stopAt(node) {
  for (const one of buttons()) one.tabIndex = one === node ? 0 : -1;
}

export function showLines(choose) {
  $("lines").replaceChildren(...review.draft.lines.map((line, at) => {
    const item = made("li");
    if (line.text) {
      const node = made("button");
      node.type = "button";
      node.dataset.line = at + 1;
      node.append(made("span", at + 1, "number"), made("span", line.text));
      node.addEventListener("click", () => choose(at + 1));
      item.append(node);
    }
    return item;
  }));
  $("lines").addEventListener("keydown", (event) => {
    const all = buttons(), at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || !all[to]) return;
    event.preventDefault();
    stopAt(all[to]);
    all[to].focus();
  });
  stopAt(buttons()[0]);
}

export function mark() {
  const chosen = review.chosen?.lines || new Set();
  for (const node of buttons()) {
    const number = +node.dataset.line, state = stateOf(number);
    node.className = state;
    node.title = word(state);
    node.classList.toggle("chosen", chosen.has(number));
  }
}

// Bring the lines of the chosen fact into sight, without moving anything but the document.
export function reveal() {
  const node = $("lines").querySelector("button.chosen"), box = $("document");
  if (!node) return;
  stopAt(node);
  const above = node.offsetTop - box.scrollTop, below = above + node.offsetHeight - box.clientHeight;
  if (above < 0 || below > 0) box.scrollTop = node.offsetTop - box.clientHeight / 3;
}
