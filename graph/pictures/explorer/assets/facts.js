// The list of facts: what is selected, each with when it holds, its permits and their sources.

function makeFacts(place, model, state) {
  const { words, statuses, certainties, permits, sources, embedded } = model.data;
  const MOST = 10;
  const title = html("h2", { id: "x-facts" });
  const way = html("p", { class: "ways" });
  const list = html("ul", { class: "facts" });
  const more = html("button", { type: "button", class: "quiet" });
  place.append(title, way, list, more);
  let all = false;
  let drawn = "";
  more.addEventListener("click", () => { all = true; drawn = ""; update(state.get(), model.shown(state.get())); });

  const link = (text, page) => (page ? html("a", { href: page }, text) : text);

  function period({ first, last }) {
    return [first && `${words.from} ${first}`, last && `${words.until} ${last}`].filter(Boolean).join(" ");
  }
  function began(since, span) {
    if (span.status === GRANTED || !since) return period(span);
    const [one, other] = since.split("/");
    return other ? say(words.between, { a: one, b: other }) : `${words.since} ${since}`;
  }

  function evidence(span) {
    const terms = [];
    for (const at of span.permits) {
      const [id, name, since, basis, through, page, citations] = permits[at];
      terms.push(html("dt", {}, words.permit), html("dd", {}, link(name, page), " ", html("code", {}, id)));
      const when = since ? ` (${since.replace("/", " – ")})` : "";
      if (basis) terms.push(html("dt", {}, words.basis), html("dd", {}, `${basis}${when}`));
      if (through.length) terms.push(html("dt", {}, words.through), html("dd", {}, through.join(", ")));
      terms.push(html("dt", {}, words.sources), html("dd", {}, html("ul", {}, ...citations.map(
        ([source, locator, certainty, reading, where]) => {
          const [name_of, date] = sources[source];
          return html("li", {}, link(name_of, where), ` (${date || words.undated})${locator ? `, ${locator}` : ""}: `,
            html("span", { class: certainty === STATED ? "soft" : "soft inferred" }, certainties[certainty]),
            reading ? html("q", {}, reading) : null);
        }))));
    }
    return html("dl", {}, ...terms);
  }

  function item({ fact, span }, open) {
    const [area, party] = [model.areas[fact.area], model.parties[fact.party]];
    const since = permits[span.permits[0]]?.[2] ?? "";
    const summary = html("summary", {},
      html("span", { class: `sign s${span.status}`, "aria-hidden": "true" }),
      html("span", { class: "what" }, html("b", {}, area.name), ` ${party?.name ?? words.not_known}`),
      html("span", { class: "soft" }, `${statuses[span.status][1]} ${began(since, span)}`));
    const details = html("details", {}, summary);
    const tell = () => { if (details.open && details.children.length === 1) details.append(evidence(span)); };
    details.addEventListener("toggle", tell);
    if (open) { details.open = true; tell(); }
    return html("li", { "data-fact": fact.id }, details);
  }

  function heading(now, shared) {
    const [area, party, other] = [
      model.areas.find(({ id }) => id === now.area),
      ...[now.holder, now.other].map((name) => model.parties.find(({ id }) => id === name))];
    const named = [area, party, other].filter(Boolean);
    const text = other ? say(words.share, { a: party.name, b: other.name, areas: model.areasIn(shared) })
      : named.length ? named.map(({ name }) => name).join(" · ") : words.all_facts;
    const pages = named.filter(({ page }) => page).flatMap(({ name, page }) => [link(name, page), " "]);
    return { text, named, pages };
  }

  function update(now, shown) {
    const found = model.picked(now, shown);
    const { text, named, pages } = heading(now, new Set(found.map((one) => one.area)).size);
    const key = JSON.stringify([now.area, now.holder, now.other,
      found.map(({ fact, span }) => [fact.id, span.first, span.status])]);
    if (key === drawn) return;
    drawn = key;
    write(title, now.other ? text : `${text} (${found.length})`);
    way.replaceChildren(...(pages.length && !embedded ? [`${words.page}: `, ...pages] : []),
      ...(named.length ? [html("button", { type: "button", class: "quiet",
        onclick: () => state.set({ area: "", holder: "", other: "" }) }, words.clear)] : []));
    const order = [...found].sort((a, b) => a.status - b.status || a.area - b.area || a.party - b.party);
    const kept = all ? order : order.slice(0, MOST);
    list.replaceChildren(...kept.map((one) => item(one, found.length <= 2 && named.length > 0)));
    if (!found.length) list.append(html("li", { class: "soft" }, words.nothing));
    more.hidden = kept.length === found.length;
    write(more, say(words.more, { n: found.length }));
  }
  state.listen((now, before) => {
    if (["area", "holder", "other", "programme", "level"].some((name) => now[name] !== before[name])) all = false;
  });
  return { update };
}
