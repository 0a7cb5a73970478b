// The map: counties by how much their holder has in force, hospitals as discs in their towns.

function makeMap(place, model, pick) {
  const { words, map } = model.data;
  const [WIDE, HIGH] = [224, 486];
  const land = svg("g");
  const over = svg("g");
  const rings = svg("g", { class: "rings", "aria-hidden": "true" }); // above all borders
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "group", "aria-label": words.map },
    land, over, rings);
  place.append(picture);
  const keepStop = rove(picture, { byName: true });
  let drawn = "";
  let made = [];

  function build(state) {
    const byCode = new Map();
    const { parties } = model.scope(state);
    for (const at of parties) for (const code of model.parties[at].codes) byCode.set(code, at);
    land.replaceChildren(...map.land.filter(([code]) => !byCode.has(code))
      .map(([, name, d]) => svg("path", { class: "county", d, "fill-rule": "evenodd" }, svg("title", {}, name))));
    made = parties.filter((at) => model.parties[at].point.length).map((at) => {
      const party = model.parties[at];
      const [x, y] = party.point;
      const counties = map.land.filter(([code]) => byCode.get(code) === at)
        .map(([, , d]) => svg("path", { d, "fill-rule": "evenodd" }));
      const title = svg("title");
      const number = svg("text", { class: "number halo onmap", x, y: y + 4, "text-anchor": "middle" });
      const disc = counties.length ? null : svg("circle", { cx: x, cy: y });
      const group = svg("g", { role: "button", tabindex: -1, onclick: () => pick({ holder: party.id }) },
        title, ...counties, disc, disc ? null : number);
      group.dataset.party = party.id;
      return { at, group, counties, disc, number, title };
    });
    // Large discs below, so that small ones are seen.
    over.replaceChildren(...made.map(({ group }) => group));
  }

  function update(state, shown) {
    const { classes } = model.scope(state);
    const key = `${state.programme} ${state.level}`;
    if (key !== drawn) { build(state); drawn = key; }
    const numbers = model.tally(shown, "party");
    const [most, ringed] = [classes.at(-1)[0], []];
    for (const { at, group, counties, disc, number, title } of made) {
      const party = model.parties[at];
      const [sure, possible] = numbers.get(at) ?? [0, 0];
      const shade = sure ? (classes.find(([bound]) => sure <= bound) ?? classes.at(-1))[1] : -1;
      const look = sure ? `shade${shade}` : possible ? "s1" : "county";
      const chosen = [state.holder, state.other].includes(party.id);
      const label = model.told(party, sure, possible);
      for (const county of counties) put(county, { class: look });
      if (disc) {
        const there = sure + possible;
        put(disc, { r: there ? (3.5 + 11 * Math.sqrt(there / most)).toFixed(1) : 2,
          class: sure ? "disc s0" : possible ? "disc s1" : "none0" });
      }
      write(number, sure ? String(sure) : "");
      write(title, label);
      put(group, { "aria-label": label, "aria-pressed": chosen, "data-number": sure,
        "data-possible": possible, class: chosen ? "place chosen" : "place" });
      if (chosen) ringed.push(...counties);
    }
    rings.replaceChildren(...ringed.map((county) => svg("path", { d: county.getAttribute("d") })));
    keepStop();
  }
  return { update, pictures: [picture] };
}
