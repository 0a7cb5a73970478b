// Elements of HTML and SVG; every text goes in as text, so that nothing in it can run.

const SVG = "http://www.w3.org/2000/svg";

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
const html = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

// Write only what differs: the page's work is what changes from day to day.
function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// A sentence with {names} in it.
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const measured = new Map();
const pen = document.createElement("canvas").getContext("2d");
function widthOf(text, size) {
  const key = `${size} ${text}`;
  if (!measured.has(key)) {
    pen.font = `${size}px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif`;
    measured.set(key, pen.measureText(text).width);
  }
  return measured.get(key);
}
function fits(text, size, wide) {
  if (widthOf(text, size) <= wide) return text;
  let end = text.length;
  while (end > 1 && widthOf(`${text.slice(0, end)}…`, size) > wide) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

// A text in lines that fit; a word that does not is cut.
function wrapped(text, size, wide) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : "";
    if (longer && widthOf(longer, size) <= wide) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fits(line, size, wide));
}

// One stop for the tabulator in a picture; arrows go to what lies in their direction or, where things
// lie so that some would never be the next, to the next by name.
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function rove(picture, { byName = false } = {}) {
  const stops = () => [...picture.querySelectorAll('[role="button"]:not([aria-hidden="true"])')];
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  function nextByName(from, [right, down]) {
    const named = stops().sort((one, other) => one.ariaLabel.localeCompare(other.ariaLabel));
    return named[named.indexOf(from) + right + down];
  }
  function nextTowards(from, way) {
    const [x, y] = middle(from);
    let [best, least] = [null, Infinity];
    for (const one of stops()) {
      const [dx, dy] = [middle(one)[0] - x, middle(one)[1] - y];
      const [along, aside] = [dx * way[0] + dy * way[1], Math.abs(dx * way[1] + dy * way[0])];
      if (along > 2 && along + 4 * aside < least) [best, least] = [one, along + 4 * aside];
    }
    return best;
  }
  function settle(to) {
    for (const one of picture.querySelectorAll('[role="button"][tabindex="0"]'))
      one.setAttribute("tabindex", "-1");
    (to ?? stops()[0])?.setAttribute("tabindex", "0");
  }
  picture.addEventListener("keydown", (event) => {
    const from = event.target.closest('[role="button"]');
    if (!from) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      from.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    const to = byName ? nextByName(from, way) : nextTowards(from, way);
    if (to) { settle(to); to.focus(); }
  });
  picture.addEventListener("focusin", (event) => settle(event.target.closest('[role="button"]')));
  // Where the stop has gone with the day, the tabulator stops at the first again.
  return () => {
    if (!picture.querySelector('[role="button"][tabindex="0"]:not([aria-hidden="true"])')) settle();
  };
}
