// The network: holders in a ring, a line between two that have areas in common.

function makeNetwork(place, model, pick) {
  const { words } = model.data;
  const [WIDE, RING, AROUND] = [440, 94, 56];
  const lines = svg("g");
  const nodes = svg("g");
  const picture = svg("svg", { role: "group", "aria-label": words.network }, lines, nodes);
  place.append(picture);
  const keepStop = rove(picture, { byName: true });
  let drawn = "";
  let high = 0;
  let made = new Map();
  let tied = new Map();

  function build(parties) {
    made = new Map();
    tied = new Map();
    lines.replaceChildren();
    // Many holders stand on a taller ring, so that their names have room.
    const tall = RING + 9 * Math.max(parties.length - 8, 0);
    high = 2 * (tall + AROUND);
    put(picture, { viewBox: `0 0 ${WIDE} ${high}` });
    nodes.replaceChildren(...parties.map((at, turn) => {
      const party = model.parties[at];
      const angle = (2 * Math.PI * (turn + 0.5)) / parties.length - Math.PI / 2;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const [x, y] = [WIDE / 2 + RING * cos, high / 2 + tall * sin];
      const anchor = cos > 0.1 ? "start" : cos < -0.1 ? "end" : "middle";
      const disc = svg("circle", { cx: x, cy: y });
      const number = svg("text", { class: "within", x, y: y + 4, "text-anchor": "middle" });
      const label = svg("text", { class: "name", "text-anchor": anchor });
      const group = svg("g", { role: "button", tabindex: -1, onclick: () => pick({ holder: party.id }) },
        svg("title", {}, party.name), disc, label, number);
      group.dataset.party = party.id;
      made.set(at, { x, y, cos, sin, disc, number, label, group, parts: [] });
      return group;
    }));
  }

  // The name stands outside the ring, as far as its disc reaches.
  function name(node, party, radius) {
    const reach = radius + 6;
    const rows = party.lines;
    const [x, y] = [node.x + reach * node.cos, node.y + reach * node.sin];
    const first = y + 4 + 13 * ((node.sin - 1) / 2) * (rows.length - 1) + 5 * node.sin
      + (Math.abs(node.cos) > 0.1 ? 0 : 15 * node.sin);
    const key = `${Math.round(x)} ${Math.round(first)}`;
    if (node.key === key) return;
    node.key = key;
    node.label.replaceChildren(...rows.map((row, at) => svg("tspan", { x, y: first + 13 * at }, row)));
  }

  function update(state, shown) {
    const { parties, classes } = model.scope(state);
    const key = `${state.programme} ${state.level}`;
    if (key !== drawn) { build(parties); drawn = key; }
    const most = classes.at(-1)[0];
    const numbers = model.tally(shown, "party");
    for (const [at, node] of made) {
      const party = model.parties[at];
      const [sure, possible] = numbers.get(at) ?? [0, 0];
      const radius = 5 + 17 * Math.sqrt((sure + possible) / most);
      const chosen = [state.holder, state.other].includes(party.id);
      put(node.disc, { r: radius.toFixed(1), class: sure ? "s0" : possible ? "s1" : "none0" });
      write(node.number, radius > 9.5 && sure ? String(sure) : "");
      name(node, party, radius);
      put(node.group, { class: `node${chosen ? " chosen" : ""}${sure + possible ? "" : " empty"}`,
        "aria-pressed": chosen, "data-number": sure,
        "aria-label": model.told(party, sure, possible) });
    }
    const found = model.ties(shown);
    for (const [of, line] of tied) if (!found.has(of)) { line.group.remove(); tied.delete(of); }
    for (const [of, tie] of found) {
      if (!tied.has(of)) tied.set(of, drawLine(tie));
      const line = tied.get(of);
      const [one, other] = [model.parties[tie.a], model.parties[tie.b]];
      const chosen = [one.id, other.id].includes(state.holder) && [one.id, other.id].includes(state.other);
      const near = !state.other && [one.id, other.id].includes(state.holder);
      const label = `${one.name} – ${other.name}: ${model.areasIn(tie.areas.length)}`;
      put(line.seen, { "stroke-width": (1 + (10 * tie.areas.length) / most).toFixed(1),
        class: `${tie.sure ? "tie" : "tie maybe"}${chosen ? " chosen" : near ? " near" : ""}` });
      put(line.group, { "aria-label": label, "aria-pressed": chosen,
        "data-weight": tie.areas.length, "data-sure": tie.sure });
      write(line.title, label);
      write(line.number, chosen ? String(tie.areas.length) : "");
    }
    put(picture, { class: state.holder || state.other ? "net choosing" : "net" });
    keepStop();
  }

  function drawLine({ a, b }) {
    const [one, other] = [made.get(a), made.get(b)];
    const [cx, cy] = [WIDE / 2, high / 2];
    // Bent towards the middle, so that neighbours' lines do not lie on the ring.
    const [bx, by] = [(one.x + other.x) / 2 * 0.62 + cx * 0.38, (one.y + other.y) / 2 * 0.62 + cy * 0.38];
    const [from, bend, to] = [[one.x, one.y], [bx, by], [other.x, other.y]]
      .map((point) => point.map((side) => side.toFixed(1)).join());
    const d = `M${from}Q${bend} ${to}`;
    const [title, seen] = [svg("title"), svg("path", { d })];
    const number = svg("text", { class: "number halo", "text-anchor": "middle",
      x: (one.x + 2 * bx + other.x) / 4, y: (one.y + 2 * by + other.y) / 4 + 4 });
    const group = svg("g", { role: "button", tabindex: -1, class: "link",
      onclick: () => pick({ holder: model.parties[a].id, other: model.parties[b].id }) },
      title, svg("path", { d, class: "reach" }), seen, number);
    group.dataset.one = model.parties[a].id;
    group.dataset.other = model.parties[b].id;
    lines.append(group);
    return { group, seen, title, number };
  }
  return { update, pictures: [picture] };
}
