// Time: how much was held on every day, a mark where something changed, and the day looked at.

const DAY = 86_400_000;
const toNumber = (day) => Date.parse(`${day}T00:00:00Z`) / DAY;
const toDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

function makeTime(place, model, state) {
  const { data } = model;
  const { words } = data;
  const [first, last] = [toNumber(data.first), toNumber(data.last)];
  const [HIGH, EDGE] = [70, 10];
  const chart = svg("svg", { class: "growth", "aria-hidden": "true", height: HIGH });
  const slider = html("input", { type: "range", min: first, max: last, step: 1, "aria-label": words.slider });
  const day = html("input", { type: "date", min: data.first, max: data.last, "aria-label": words.day });
  const button = (label, icon, go) =>
    html("button", { type: "button", title: label, "aria-label": label, onclick: go }, svg("svg",
      { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" }, svg("path", { d: icon })));
  const [PLAY, PAUSE] = ["M5,3 L17,10 L5,17Z", "M4,3h4v14h-4zM12,3h4v14h-4z"];
  const play = button(words.play, PLAY, () => (timer ? stop() : start()));
  const numbers = ["in_force", "possible", "granted"].map((name) => {
    const number = html("strong");
    return { name, number, row: html("span", { class: `count-${name}` }, number, ` ${words[name]}`) };
  });
  const counts = html("p", { class: "counts", "aria-live": "polite" }, ...numbers.map(({ row }) => row));
  const track = html("div", { class: "track" }, chart, slider);
  let timer = null;
  let drawn = "";

  place.append(
    html("div", { class: "bar" }, play,
      button(words.back, "M13,3 L6,10 L13,17 M15,3", () => turn(-1)), day,
      button(words.forward, "M7,3 L14,10 L7,17", () => turn(1)),
      html("button", { type: "button", class: "quiet", onclick: () => state.set({ day: data.asOf }) }, words.today),
      counts),
    track);

  const marks = () => model.scope(state.get()).marks;
  function turn(way) {
    const now = state.get().day;
    const to = way > 0 ? marks().find((mark) => mark > now) : marks().filter((mark) => mark < now).at(-1);
    state.set({ day: to ?? (way > 0 ? data.last : data.first) });
  }
  function start() {
    if (!marks().some((mark) => mark > state.get().day)) state.set({ day: data.first });
    put(counts, { "aria-live": "off" });
    timer = setInterval(() => {
      turn(1);
      if (state.get().day >= (marks().at(-1) ?? data.last)) stop();
    }, 420);
    look();
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    put(counts, { "aria-live": "polite" });
    look();
  }
  function look() {
    const label = timer ? words.pause : words.play;
    put(play, { "aria-label": label, title: label });
    put(play.querySelector("path"), { d: timer ? PAUSE : PLAY });
  }
  slider.addEventListener("input", () => state.set({ day: toDay(Number(slider.value)) }));
  slider.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (way) { event.preventDefault(); turn(way); }
  });
  day.addEventListener("change", () => { if (day.value) state.set({ day: day.value }); });

  // How much was held on every day, as stairs; drawn anew when what is counted is another.
  function draw(now, wide) {
    const scope = model.scope(now);
    const x = (number) => EDGE + ((wide - 2 * EDGE) * (number - first)) / Math.max(last - first, 1);
    const turns = [data.first, ...scope.marks, data.last];
    const levels = turns.map((mark) => model.counts(now, mark));
    const most = Math.max(1, ...levels.map((one) => one.in_force + one.possible));
    const [top, base] = [6, HIGH - 18];
    const stairs = (height) => `M${EDGE},${base}${turns.map((mark, at) =>
      `H${x(toNumber(mark)).toFixed(1)}V${(base - ((base - top) * height(levels[at])) / most).toFixed(1)}`).join("")}V${base}Z`;
    const years = [];
    const every = wide < 560 ? 4 : wide < 900 ? 2 : 1;
    for (let year = Number(data.first.slice(0, 4)); year <= Number(data.last.slice(0, 4)); year += 1)
      if (year % every === 0) years.push(svg("text", { class: "soft", x: x(toNumber(`${year}-01-01`)),
        y: HIGH - 1, "text-anchor": "middle" }, String(year)));
    put(chart, { viewBox: `0 0 ${wide} ${HIGH}`, width: wide });
    chart.replaceChildren(
      svg("path", { class: "pale", d: stairs((one) => one.in_force + one.possible) }),
      svg("path", { class: "sure", d: stairs((one) => one.in_force) }),
      ...scope.marks.map((mark) => svg("path", { class: "mark", d: `M${x(toNumber(mark)).toFixed(1)},${base}v5` })),
      ...years);
  }

  function update(now) {
    const wide = Math.max(track.clientWidth, 200);
    const key = [now.programme, now.level, now.stated, wide].join("|");
    if (key !== drawn) { draw(now, wide); drawn = key; }
    const counted = model.counts(now);
    for (const { name, number } of numbers) write(number, String(counted[name]));
    if (slider.value !== String(toNumber(now.day))) slider.value = toNumber(now.day);
    put(slider, { "aria-valuetext": model.told({ name: now.day }, counted.in_force, counted.possible) });
    if (day.value !== now.day) day.value = now.day;
  }
  return { update, playing: () => timer !== null };
}
