// What the parts of the page share: the review as it stands, its words, and how nodes are made.
// Everything that comes from the document is set as text, never as HTML.
export const review = { draft: null, head: "", facts: [], lang: sessionStorage.lang || "sv", chosen: null };
export const $ = (id) => document.getElementById(id);

export function word(name, ...values) {
  return values.reduce((said, value) => said.replace("{}", value), review.draft.words[review.lang][name]);
}

export function made(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

export function button(text, act, name) {
  const node = made("button", text);
  node.type = "button";
  if (name) node.dataset.act = name;
  node.addEventListener("click", act);
  return node;
}

// A sentence in the language of the page, or marked as English where nhv check has no other.
export function sentence(said, className) {
  const node = made("p", said[review.lang], className);
  if (said.sv === said.en) node.lang = "en";
  return node;
}

// The lines that a fact names, also after it was edited: 3, 3-5 or [3, 5-7].
export function linesOf(text) {
  const found = new Set(), count = review.draft.lines.length;
  const said = /^lines:\s*(.*)$/m.exec(text);
  for (const [, first, last] of (said ? said[1] : "").matchAll(/(\d+)(?:\s*[-–]\s*(\d+))?/g)) {
    for (let n = +first; n <= Math.min(+(last || first), count); n++) found.add(n);
  }
  return found;
}
