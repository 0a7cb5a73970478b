// The explorer itself: its parts, what ties them together, and how it tells whoever embeds it.

function startExplorer(root, data) {
  const { words } = data;
  const model = makeModel(data);
  const state = makeState(data, data.state ?? {});
  if (!data.embedded) state.set(state.read(location.hash.slice(1)));

  // One more click on what is selected lets go of it.
  function pick(chosen) {
    const now = state.get();
    const next = { area: "", holder: "", other: "", ...chosen };
    const same = ["area", "holder", "other"].every((name) => now[name] === next[name]);
    state.set(same ? { area: "", holder: "", other: "" } : next);
  }

  const choices = (name, listed) => html("fieldset", { class: "choices" }, html("legend", {}, words[name]),
    ...listed.map(([value, label]) => html("label", {}, html("input", { type: "radio", name: `x-${name}`, value,
      onchange: () => state.set({ [name]: value }) }), html("span", {}, label))));
  const check = (name, label, sign) => html("label", { class: "check" },
    html("input", { type: "checkbox", name: `x-${name}`,
      onchange: (event) => state.set({ [name]: event.target.checked }) }),
    sign ? html("span", { class: `sign ${sign}`, "aria-hidden": "true" }) : null, html("span", {}, label));
  const find = html("input", { type: "search", autocomplete: "off", spellcheck: "false",
    oninput: () => show(state.get()) });
  const order = html("select", { onchange: () => state.set({ order: order.value }) },
    ...["by_start", "by_name", "by_number"].map((name) => html("option", { value: name }, words[name])));
  const controls = html("div", { class: "controls" },
    choices("programme", data.programmes), choices("level", data.levels),
    html("fieldset", { class: "choices checks" }, html("legend", {}, words.show),
      html("span", { class: "check" }, html("span", { class: "sign s0", "aria-hidden": "true" }),
        data.statuses[IN_FORCE][1]),
      check("possible", data.statuses[POSSIBLE][1], "s1"), check("granted", data.statuses[GRANTED][1], "s2"),
      check("stated", words.stated_only)));
  const panel = (name, ...inside) =>
    html("section", { class: `panel ${name}`, "aria-labelledby": `x-${name}` }, ...inside);
  const heading = (name, text = words[name]) => html("h2", { id: `x-${name}` }, text);
  const timing = html("div", { class: "time", role: "group", "aria-label": words.day });
  const lost = html("p", { class: "soft note" });
  const matrix = panel("matrix", html("div", { class: "above" }, heading("matrix"),
    html("label", {}, html("span", {}, words.find), find),
    html("label", {}, html("span", {}, words.order), order)), lost);
  const network = panel("network", heading("network"), html("p", { class: "soft note" }, words.network_about));
  const divided = html("p", { class: "soft note" });
  const map = panel("map", heading("map"), html("p", { class: "soft note" }, words.map_about));
  const facts = html("section", { class: "panel list", "aria-labelledby": "x-facts" });
  const [changed, each] = [html("summary", { class: "soft" }), html("ul", {})];
  const changes = html("details", { class: "changed", ontoggle: () => tellChanges(state.get()) }, changed, each);
  const hatch = svg("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true" }, svg("defs", {},
    svg("pattern", { id: "x-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)" },
      svg("rect", { class: "ground", width: 6, height: 6 }), svg("rect", { class: "stripe", width: 2.4, height: 6 }))));

  root.replaceChildren(hatch, controls, timing, changes, html("div", { class: "views" }, matrix,
    html("div", { class: "side" }, html("div", { class: "pair" }, network, map), facts)));
  const views = [makeMatrix(matrix, model, pick), makeNetwork(network, model, pick), makeMap(map, model, pick)];
  map.append(divided);
  const time = makeTime(timing, model, state);
  const listed = makeFacts(facts, model, state);
  const save = makeSave(root, model, state, views);
  root.append(html("div", { class: "end" }, save.bar,
    ...data.notes.map((note) => html("p", { class: "soft note" }, note))));

  function tellChanges(now) {
    const [begun, other] = [[], []];
    for (const { fact, now: span } of model.changes(now)) {
      if (fact.party < 0) continue;
      const turned = span ? data.statuses[span.status][1] : words.ended;
      const text = `${model.areas[fact.area].name}, ${model.parties[fact.party].name}: ${turned}`;
      (span?.status === IN_FORCE ? begun : other).push(text);
    }
    const all = [...begun, ...other];
    const first = `${all.slice(0, 3).join("; ")}${all.length > 3 ? " …" : ""}`;
    write(changed, all.length ? `${words.changes} (${all.length}): ${first}` : words.no_changes);
    each.replaceChildren(...(changes.open ? all.map((text) => html("li", {}, text)) : []));
  }

  function show(now) {
    const shown = model.shown(now);
    for (const [name, value] of [["programme", now.programme], ["level", now.level]])
      root.querySelector(`input[name="x-${name}"][value="${value}"]`).checked = true;
    for (const name of ["possible", "granted", "stated"])
      root.querySelector(`input[name="x-${name}"]`).checked = now[name];
    order.value = now.order;
    views[0].update(now, shown, find.value);
    views[1].update(now, shown);
    views[2].update(now, shown);
    time.update(now);
    listed.update(now, shown);
    tellChanges(now);
    const { unplaced } = model.counts(now);
    write(divided, now.level === "healthcare-region" ? data.divided : "");
    write(lost, unplaced ? say(words.unplaced, { n: unplaced }) : "");
  }

  let later = null;
  state.listen((now, before, quiet) => {
    show(now);
    if (data.embedded) {
      if (!quiet) parent.postMessage({ nhvExplorer: data.embedded, state: now }, "*");
      return;
    }
    // An address cannot be written at every step of what plays.
    clearTimeout(later);
    later = setTimeout(() => history.replaceState(null, "", `#${state.written()}`), 300);
  });
  if (data.embedded) {
    // Whoever embeds it may come later than this page: it is called until it answers.
    let calls = 40;
    const call = () => {
      if (calls-- > 0) parent.postMessage({ nhvExplorer: data.embedded }, "*");
      else clearInterval(calling);
    };
    const calling = setInterval(call, 1000);
    addEventListener("message", ({ data: said }) => {
      if (said?.nhvExplorer !== data.embedded || !said.state) return;
      clearInterval(calling);
      state.set(said.state, true);
    });
    call();
  } else {
    addEventListener("hashchange", () => state.set({ ...state.start, ...state.read(location.hash.slice(1)) }));
  }
  new ResizeObserver(() => show(state.get())).observe(root);
  show(state.get());
  root.dataset.ready = "true";
  return { model, state, save };
}

globalThis.nhvExplorer = startExplorer(document.getElementById("explorer"), nhvExplorerData);
