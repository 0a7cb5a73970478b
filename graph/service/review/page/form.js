// Lines of YAML as a form, by the fields that a kind of fact, or the head, may have.
// A value that is left alone stays as it is written; another is put in quotes where YAML needs them.
import { made, review, word } from "./shared.js";

let last = 0;

const PLAIN = /^[\p{L}\p{N}](?:[^:#"'[\]{},\n]|:(?=[\p{L}\p{N}/]))*$/u;
const ITEM = /"(?:[^"\\]|\\.)*"|[^,"]+/g;

// What goes on over several lines, a comment too, belongs to the field above it.
function rowsOf(text) {
  const rows = [];
  for (const line of text.trim().split("\n")) {
    const field = /^(\w+):\s*(.*)$/.exec(line), missing = /^# missing: (\w+)/.exec(line);
    if (field) rows.push({ name: field[1], raw: field[2] });
    else if (missing) rows.push({ name: missing[1], raw: "", left: line });
    else if (rows.at(-1)?.name) rows.at(-1).raw += `\n${line}`;
    else rows.push({ name: "", raw: "", left: line });
  }
  return rows;
}

const textOf = (rows) => rows.map(({ name, raw, left }, at) => (raw || (name && !at) ? `${name}: ${raw}` : left)).filter(Boolean).join("\n");
const written = (value) => (/^[[{']/.test(value) || PLAIN.test(value) ? value : value && JSON.stringify(value));

function shown(raw) {
  try { return raw.startsWith('"') ? JSON.parse(raw) : raw; } catch { return raw; }
}

function itemsOf(raw) {
  const items = /^\[.*\]$/.test(raw) ? raw.slice(1, -1).match(ITEM) || [] : [raw];
  return items.map((item) => shown(item.trim())).filter(Boolean);
}

function listed(items) {
  return items.length > 1 ? `[${items.map(written).join(", ")}]` : written(items[0] || "");
}

// The names of things of some kinds, offered while one is typed.
function names(kinds) {
  const id = `names-${kinds.join("-")}`;
  if (!document.getElementById(id)) {
    const list = made("datalist");
    list.id = id;
    for (const name of new Set(kinds.flatMap((kind) => review.draft.names[kind]))) list.append(made("option", name));
    document.body.append(list);
  }
  return id;
}

function choice(field, row) {
  const node = made("select"), chosen = itemsOf(row.raw);
  node.multiple = field.many;
  for (const [value, sv, en] of field.many ? field.values : [["", "–", "–"], ...field.values]) {
    const option = made("option", { sv, en }[review.lang]);
    Object.assign(option, { value, selected: chosen.includes(value) });
    node.append(option);
  }
  return node;
}

function box(field, row) {
  const node = made(row.raw.includes("\n") ? "textarea" : "input");
  node.value = field.many ? itemsOf(row.raw).join("; ") : shown(row.raw);
  node.placeholder = field.many ? word("several") : field.example || "";
  if (field.kinds.length) node.setAttribute("list", names(field.kinds));
  return node;
}

function valueOf(node, field) {
  if (node.tagName === "SELECT") return listed([...node.selectedOptions].map((option) => option.value).filter(Boolean));
  if (node.tagName === "TEXTAREA") return node.value;
  const value = node.value.trim();
  return field.many && !/^[[{]/.test(value) ? listed(value.split(";").map((item) => item.trim()).filter(Boolean)) : written(value);
}

function line(row, field, rows, typed) {
  const node = made("div", undefined, "field"), label = made("label", field.label[review.lang]), value = field.values.length ? choice(field, row) : box(field, row);
  value.dataset.field = row.name;
  value.required = field.needed;
  value.id = label.htmlFor = `field-${++last}`;
  value.addEventListener("input", () => { row.raw = valueOf(value, field); typed(textOf(rows)); });
  node.append(label, value);
  return node;
}

// Whether a value is a curator's: the names of such fields are themselves a field.
function mark(row, field, marks, rows, typed) {
  const label = made("label", undefined, "mark"), box = made("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", `${word("concluded")}: ${field.label[review.lang]}`);
  box.checked = itemsOf(marks.raw).includes(row.name);
  box.addEventListener("input", () => {
    const others = itemsOf(marks.raw).filter((name) => name !== row.name);
    marks.raw = `[${[...others, ...(box.checked ? [row.name] : [])].join(", ")}]`.replace("[]", "");
    typed(textOf(rows));
  });
  label.append(box, word("concluded"));
  return label;
}

// A form for a text; what that has and needs comes first. `typed` is told each new text, `done`
// that somebody ended with Enter.
export function form(text, kind, { typed, done }, all = false) {
  const rows = rowsOf(text), fields = review.draft.kinds[kind]?.fields || [];
  const node = made("div", undefined, "form"), more = made("details"), rest = made("div", undefined, "form"), end = rows.findIndex(({ name }) => name === "lines");
  const had = new Set(rows.map(({ name }) => name));
  const lacking = [...fields.map(({ name }) => name), "inferred"].filter((name) => !had.has(name)).map((name) => ({ name, raw: "" }));
  rows.splice(end < 0 ? rows.length : end, 0, ...lacking);
  const marks = rows.find(({ name }) => name === "inferred");
  more.append(made("summary", word("more_fields")), rest);
  more.open = all;
  for (const row of rows.filter((one) => one.name && one !== marks)) {
    const field = fields.find(({ name }) => name === row.name) || { label: { sv: row.name, en: row.name }, values: [], kinds: [] };
    const item = line(row, field, rows, typed);
    if (field.own) item.append(mark(row, field, marks, rows, typed));
    (had.has(row.name) || field.needed ? node : rest).append(item);
  }
  if (rest.children.length) node.append(more);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault(); // else the button that has the focus next is pressed, too
    done();
  });
  return node;
}
