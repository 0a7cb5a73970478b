// A list of suggestions under a field: arrows choose, Enter takes, Escape closes. What is suggested
// is text: {text, about}.
"use strict";

nhv.element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};

nhv.Suggestions = class {
  static made = 0;

  // find(): what can be written now; take(suggestion): puts it there.
  constructor(field, label, find, take) {
    Object.assign(this, { field, find, take, shown: [], at: -1 });
    const id = `suggested-${(nhv.Suggestions.made += 1)}`;
    this.list = nhv.element("ul", { id, role: "listbox", "aria-label": label, class: "suggested", hidden: true });
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-autocomplete", "list");
    this.combines = field.tagName === "INPUT";
    if (this.combines) field.setAttribute("role", "combobox");
    this.expanded(false);
    field.after(this.list);
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  expanded(open) {
    if (this.combines) this.field.setAttribute("aria-expanded", `${open}`);
  }

  open() {
    this.shown = this.find();
    this.at = -1;
    this.list.replaceChildren(...this.shown.map(({ text, about }, i) => {
      const option = nhv.element("li", { id: `${this.list.id}-${i}`, role: "option", "aria-selected": "false" }, text);
      if (about) option.append(" ", nhv.element("span", { class: "soft" }, about));
      return option;
    }));
    this.list.hidden = this.shown.length === 0;
    this.expanded(!this.list.hidden);
    this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.shown = [];
    this.expanded(false);
    this.field.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const options = [...this.list.children];
    options[this.at]?.setAttribute("aria-selected", "false");
    this.at = (this.at + step + options.length) % options.length;
    options[this.at].setAttribute("aria-selected", "true");
    options[this.at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", options[this.at].id);
  }

  choose(index) {
    const chosen = this.shown[index];
    this.close();
    this.take(chosen);
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" && (isOpen || this.combines)) {
      if (!isOpen) this.open();
      if (!this.list.hidden) this.move(1);
    } else if (event.key === "ArrowUp" && isOpen) this.move(this.at < 0 ? 0 : -1);
    else if (event.key === "Enter" && isOpen && this.at >= 0) this.choose(this.at);
    else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
};
