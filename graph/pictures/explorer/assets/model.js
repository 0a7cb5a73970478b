// What is known and what is looked at. Python has followed the rules: here facts are filtered by
// the day and by what the reader chose, and what two holders share is read off them.

const [IN_FORCE, POSSIBLE, GRANTED] = [0, 1, 2];
const STATED = 2;

const within = ([first, last], day) => first <= day && (last === "" || day <= last);

function makeModel(data) {
  const areas = data.areas.map(([id, name, page], at) => ({ id, name, page, at }));
  const parties = data.parties.map(([id, name, page, lines], at) => {
    const [codes, point] = data.map.places[at];
    return { id, name, lines, page, at, codes, point };
  });
  const facts = data.facts.map(([id, level, programme, area, party, spans, granted]) => ({
    id, level, programme, area, party, granted,
    spans: spans.map(([first, last, status, certainty, permits]) =>
      ({ first, last, status, certainty, permits })),
  }));
  const spanOn = (fact, day) =>
    fact.spans.find((span) => span.first <= day && (span.last === "" || day <= span.last));
  const scopes = new Map();

  // All facts of a programme at a level, whoever is in them on whatever day.
  function scope(state) {
    const key = `${state.programme} ${state.level}`;
    if (!scopes.has(key)) {
      const level = data.levels.findIndex(([name]) => name === state.level);
      const programme = data.programmes.findIndex(([name]) => name === state.programme);
      const own = facts.filter((fact) => fact.level === level && fact.programme === programme);
      const ids = (of) => [...new Set(own.map(of))].filter((at) => at >= 0).sort((a, b) => a - b);
      const placed = own.filter((fact) => fact.party >= 0);
      const starts = new Map();
      for (const fact of own) {
        const first = fact.spans.find((span) => span.status === IN_FORCE)?.first ?? "9999";
        if (first < (starts.get(fact.area) ?? "99999")) starts.set(fact.area, first);
      }
      scopes.set(key, {
        facts: own,
        areas: ids((fact) => fact.area),
        parties: [...new Set(placed.map((fact) => fact.party))].sort((a, b) => a - b),
        starts,
        marks: marks(own),
        classes: data.map.classes[level][programme],
      });
    }
    return scopes.get(key);
  }

  // The days on which the status of any of some facts changes.
  function marks(own) {
    const statuses = (day) => own.map((fact) => spanOn(fact, day)?.status ?? "-").join("");
    let before = own.map(() => "-").join("");
    return data.turning.filter((day) => {
      const now = statuses(day);
      const turns = now !== before;
      before = now;
      return turns;
    });
  }

  // What is shown on a day: facts, each with the span that holds then.
  function shown(state, day = state.day) {
    const found = [];
    for (const fact of scope(state).facts) {
      const span = spanOn(fact, day);
      if (!span || (span.status === POSSIBLE && !state.possible)) continue;
      if ((span.status === GRANTED && !state.granted) || (state.stated && span.certainty !== STATED))
        continue;
      found.push({ fact, span, area: fact.area, party: fact.party, status: span.status });
    }
    return found;
  }

  // The three numbers of the graph: in force, possibly beside them, granted; and who has no column.
  function counts(state, day = state.day) {
    const all = shown({ ...state, possible: true, granted: true }, day);
    const placed = all.filter((one) => one.party >= 0);
    const number = (status) => placed.filter((one) => one.status === status).length;
    return {
      in_force: number(IN_FORCE),
      possible: number(POSSIBLE),
      granted: placed.filter((one) => one.fact.granted.some((turn) => within(turn, day))).length,
      unplaced: all.filter((one) => one.party < 0 && one.status !== GRANTED).length,
    };
  }

  // How much each of some keys has: [in force, possibly, granted and not begun].
  function tally(found, key) {
    const numbers = new Map();
    for (const one of found) {
      if (!numbers.has(one[key])) numbers.set(one[key], [0, 0, 0]);
      numbers.get(one[key])[one.status] += 1;
    }
    return numbers;
  }

  // Which two have the same areas: how many, and how many of these both have for certain.
  function ties(found) {
    const rows = new Map();
    for (const { area, party, status } of found) {
      if (party < 0 || status === GRANTED) continue;
      if (!rows.has(area)) rows.set(area, new Map());
      const row = rows.get(area);
      row.set(party, Math.min(status, row.get(party) ?? status));
    }
    const made = new Map();
    for (const [area, row] of rows) {
      const held = [...row].sort(([a], [b]) => a - b);
      held.forEach(([a, one], at) => held.slice(at + 1).forEach(([b, other]) => {
        const key = `${a} ${b}`;
        if (!made.has(key)) made.set(key, { a, b, areas: [], sure: 0 });
        made.get(key).areas.push(area);
        made.get(key).sure += one === IN_FORCE && other === IN_FORCE;
      }));
    }
    return made;
  }

  // Of what is shown, what is selected: an area, a holder, both, or what two holders share.
  function picked(state, found) {
    const area = areas.find(({ id }) => id === state.area)?.at;
    const [party, other] = [state.holder, state.other].map(
      (name) => parties.find(({ id }) => id === name)?.at);
    let kept = found;
    if (area !== undefined) kept = kept.filter((one) => one.area === area);
    if (party !== undefined && other === undefined)
      kept = kept.filter((one) => one.party === party);
    if (party !== undefined && other !== undefined) {
      const key = [party, other].sort((a, b) => a - b).join(" ");
      const shared = new Set(ties(found).get(key)?.areas);
      kept = kept.filter((one) => [party, other].includes(one.party) && shared.has(one.area)
        && one.status !== GRANTED);
    }
    return kept;
  }

  // A holder and its numbers in words, and a number of areas.
  const { words } = data;
  const told = (party, sure, possible) =>
    `${party.name}: ${sure} ${words.in_force}${possible ? `, ${possible} ${words.possible}` : ""}`;
  const areasIn = (number) => `${number} ${number === 1 ? words.one_area : words.areas_unit}`;

  // What is other on a day than on the one on which anything turned before.
  function changes(state) {
    if (!scope(state).marks.includes(state.day)) return [];
    const before = data.turning.filter((day) => day < state.day).at(-1) ?? "";
    return scope(state).facts
      .map((fact) => ({ fact, was: spanOn(fact, before), now: spanOn(fact, state.day) }))
      .filter(({ was, now }) => was?.status !== now?.status);
  }

  return { data, areas, parties, scope, shown, counts, tally, ties, picked, changes, told, areasIn };
}

// The state: what it can be, how it stands in an address, and who hears of it.
function makeState(data, given = {}) {
  const start = {
    day: data.asOf, programme: data.programmes[0][0], level: data.levels[0][0],
    possible: true, granted: true, stated: false, area: "", holder: "", other: "",
    order: "by_start",
  };
  const listeners = [];
  const known = new Set([...data.areas, ...data.parties].map(([id]) => id));
  let state = whole({ ...start, ...tidy(given) });

  function tidy(changes) {
    const kept = {};
    for (const [name, value] of Object.entries(changes)) {
      if (!(name in start) || typeof value !== typeof start[name]) continue;
      if (name === "day") {
        if (!/^\d{4}-\d\d-\d\d$/.test(value)) continue;
        kept.day = value < data.first ? data.first : value > data.last ? data.last : value;
      } else if (name === "programme" || name === "level") {
        if (data[`${name}s`].some(([one]) => one === value)) kept[name] = value;
      } else if (["area", "holder", "other"].includes(name)) {
        if (value === "" || known.has(value)) kept[name] = value;
      } else kept[name] = value;
    }
    return kept;
  }
  // There is no other without a first.
  function whole(next) {
    return next.holder ? next : { ...next, other: "" };
  }

  return {
    get: () => state,
    set(changes, quiet = false) {
      const next = { ...state, ...tidy(changes) };
      // Whom a level or a programme does not have cannot stay selected.
      if (next.level !== state.level) Object.assign(next, { holder: "", other: "", ...tidy(changes) });
      const before = state;
      state = whole(next);
      const turned = Object.keys(state).some((name) => state[name] !== before[name]);
      if (turned) for (const hear of listeners) hear(state, before, quiet);
    },
    listen: (hear) => listeners.push(hear),
    // As the end of an address: only what differs from the start.
    written: () => Object.entries(state)
      .filter(([name, value]) => name === "day" || value !== start[name])
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll("%3A", ":")}`)
      .join("&"),
    read(text) {
      const found = {};
      for (const [name, value] of new URLSearchParams(text)) {
        found[name] = typeof start[name] === "boolean" ? value === "true" : value;
      }
      return found;
    },
    start,
  };
}
