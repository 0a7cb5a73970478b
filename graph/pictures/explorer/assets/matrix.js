// The matrix: areas in rows, holders in columns, a square where one holds the other.

function makeMatrix(place, model, pick) {
  const { words, statuses } = model.data;
  const head = svg("svg", { class: "heads" });
  const body = svg("svg", { class: "rows" });
  const scroll = html("div", { class: "scroll", role: "group", "aria-label": words.matrix }, head, body);
  place.append(scroll);
  // Some rows may be out of sight.
  const hint = () =>
    scroll.classList.toggle("further", scroll.scrollTop + scroll.clientHeight < scroll.scrollHeight - 2);
  scroll.addEventListener("scroll", hint);
  new ResizeObserver(hint).observe(body);
  const keepStop = rove(scroll);
  let rows = [];
  let columns = [];
  let drawn = "";
  let sought = "";

  const button = (label, chosen, ...inside) =>
    svg("g", { role: "button", tabindex: -1, "aria-label": label, onclick: () => pick(chosen) }, ...inside);

  function ordered(state, find) {
    const { areas, starts, facts } = model.scope(state);
    const wanted = fold(find);
    const kept = areas.filter((at) => fold(model.areas[at].name).includes(wanted));
    if (state.order === "by_start")
      kept.sort((a, b) => (starts.get(a) < starts.get(b) ? -1 : starts.get(a) > starts.get(b) ? 1 : a - b));
    if (state.order === "by_number") {
      const number = new Map();
      for (const { area } of facts) number.set(area, (number.get(area) ?? 0) + 1);
      kept.sort((a, b) => number.get(b) - number.get(a) || a - b);
    }
    return kept;
  }

  // What stands still while only the day changes.
  function build(state, find) {
    const parties = model.scope(state).parties;
    const room = Math.max(scroll.clientWidth - 4, 300);
    const narrow = room < 480;
    // On a telephone a finger needs room, and names two lines.
    const [high, step, letter] = [narrow ? 31 : matchMedia("(pointer: coarse)").matches ? 26 : 19, 15, 12];
    const wideNames = Math.min(room * 0.42, 300);
    const total = 34;
    const wide = Math.min(Math.max((room - wideNames - total) / Math.max(parties.length, 1), 21), 48);
    const left = Math.max(wideNames, room - total - wide * parties.length);
    const [x, whole] = [(column) => left + (column + 0.5) * wide, left + wide * parties.length + total];

    const top = step * parties.length + 40;
    columns = parties.map((at, column) => {
      const party = model.parties[at];
      const y = top - 40 - step * column;
      const [number, maybe] = [
        svg("text", { class: "number", x: x(column), y: top - 20, "text-anchor": "middle" }),
        svg("text", { class: "soft", x: x(column), y: top - 6, "text-anchor": "middle" }),
      ];
      const name = fits(party.name, letter, x(column) - 2);
      const group = button(party.name, { holder: party.id },
        svg("title", {}, party.name),
        svg("rect", { class: "hit", x: x(column) - wide / 2, y: top - 36, width: wide, height: 36 }),
        svg("rect", { class: "hit", x: x(column) + 6 - widthOf(name, letter), y: y - 9,
          width: widthOf(name, letter), height: step }),
        svg("path", { class: "stair", d: `M${x(column)},${y + 7}V${top - 34}` }),
        svg("text", { class: "name", x: x(column) + 4, y: y + 4, "text-anchor": "end" }, name),
        number, maybe);
      group.dataset.party = party.id;
      return { at, group, number, maybe };
    });
    put(head, { viewBox: `0 0 ${whole} ${top}`, width: whole, height: top });
    head.replaceChildren(...columns.map(({ group }) => group));

    const list = ordered(state, find);
    const held = new Set(model.scope(state).facts.map(({ area, party }) => `${area} ${party}`));
    const lines = parties.map((_, column) =>
      svg("path", { class: "line", d: `M${x(column)},0V${high * list.length}` }));
    rows = list.map((at, row) => {
      const area = model.areas[at];
      const y = row * high;
      const name = button(area.name, { area: area.id },
        svg("title", {}, area.name),
        svg("rect", { class: "hit", x: 0, y, width: left - 4, height: high }),
        ...named(area.name, letter, left - 12, narrow ? 2 : 1).map((line, at, lines) => svg("text", { class: "name",
          x: 4, y: y + high / 2 + 4 + 13 * (at - (lines.length - 1) / 2) }, line)));
      const sum = svg("text", { class: "soft", x: whole - 8, y: y + high / 2 + 4, "text-anchor": "end" });
      const cells = parties.map((party, column) => {
        if (!held.has(`${at} ${party}`)) return null;
        const side = Math.min(wide - 4, 30);
        const square = svg("rect", { x: x(column) - side / 2, y: y + 3, width: side, height: high - 6, rx: 2 });
        const count = svg("text", { class: "count", x: x(column), y: y + high / 2 + 4, "text-anchor": "middle" });
        const title = svg("title");
        const group = button("", { area: area.id, holder: model.parties[party].id }, title,
          svg("rect", { class: "hit", x: x(column) - wide / 2, y, width: wide, height: high }), square, count);
        group.dataset.area = area.id;
        group.dataset.party = model.parties[party].id;
        return { party, group, square, count, title };
      });
      const band = svg("rect", { class: "band", x: 0, y, width: whole, height: high });
      const group = svg("g", { class: "row" }, band, name, ...cells.map((cell) => cell?.group), sum);
      return { at, group, name, sum, cells: cells.filter(Boolean) };
    });
    const long = high * list.length;
    put(body, { viewBox: `0 0 ${whole} ${Math.max(long, 1)}`, width: whole, height: long });
    body.replaceChildren(...lines, ...rows.map(({ group }) => group));
  }

  // Scroll to an area that was chosen elsewhere and is out of sight.
  function bring(id) {
    const at = rows.findIndex((row) => model.areas[row.at].id === id);
    if (at < 0) return;
    const [y, seen] = [(at * body.clientHeight) / rows.length, scroll.clientHeight - head.clientHeight];
    if (y < scroll.scrollTop || y > scroll.scrollTop + seen - 30) scroll.scrollTop = y - seen / 2;
  }

  function update(state, shown, find) {
    const key = [state.programme, state.level, state.order, find, scroll.clientWidth].join("|");
    if (key !== drawn) { build(state, find); drawn = key; }
    if (state.area !== sought) { sought = state.area; bring(sought); }
    const numbers = model.tally(shown, "party");
    for (const { at, group, number, maybe } of columns) {
      const [sure, possible] = numbers.get(at) ?? [0, 0];
      const party = model.parties[at];
      write(number, String(sure));
      write(maybe, possible ? `+${possible}` : "");
      const chosen = state.holder === party.id || state.other === party.id;
      put(group, { class: `column${chosen ? " chosen" : ""}`, "aria-pressed": chosen,
        "aria-label": model.told(party, sure, possible) });
    }
    const cells = new Map();
    for (const one of shown) {
      const of = `${one.area} ${one.party}`;
      if (!cells.has(of)) cells.set(of, []);
      cells.get(of).push(one);
    }
    for (const row of rows) {
      const area = model.areas[row.at];
      let sure = 0;
      for (const { party, group, square, count, title } of row.cells) {
        const here = cells.get(`${row.at} ${party}`) ?? [];
        const status = here.length ? Math.min(...here.map((one) => one.status)) : -1;
        const of = model.parties[party];
        const chosen = state.area === area.id && (state.holder === of.id || state.other === of.id);
        const label = `${area.name}, ${of.name}: ${status < 0 ? words.nothing : statuses[status][1]}`;
        sure += here.filter((one) => one.status === IN_FORCE).length;
        put(square, { class: status < 0 ? "none" : `s${status}` });
        write(count, here.length > 1 ? String(here.length) : "");
        put(count, { class: `count on${status}` });
        put(group, { "data-status": status < 0 ? "" : statuses[status][0], "aria-label": label,
          "aria-pressed": chosen, "aria-hidden": status < 0, class: chosen ? "cell chosen" : "cell" });
        write(title, label);
      }
      const chosen = state.area === area.id;
      write(row.sum, sure ? String(sure) : "");
      put(row.name, { "aria-pressed": chosen });
      put(row.group, { class: `row${chosen ? " chosen" : ""}${cells.size && !row.cells.some(
        ({ square }) => square.getAttribute("class") !== "none") ? " empty" : ""}` });
    }
    keepStop();
  }
  return { update, pictures: [head, body] };
}

// A name in one or two lines, the last cut where it is longer.
function named(name, size, wide, most) {
  const lines = most > 1 ? wrapped(name, size, wide) : [];
  return lines.length > 1 ? [lines[0], fits(lines.slice(1).join(" "), size, wide)] : [fits(name, size, wide)];
}
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
