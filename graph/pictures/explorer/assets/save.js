// What one sees, to take home: as one picture, as a table, as an address that leads back here.

// What a drawn element takes from the style sheet, and what it is without.
const LOOKS = {
  "fill": "rgb(0, 0, 0)", "stroke": "none", "stroke-width": "1px", "stroke-dasharray": "none",
  "stroke-linecap": "butt", "stroke-opacity": "1", "fill-opacity": "1", "opacity": "1", "font-size": "",
  "font-weight": "400", "text-anchor": "start", "paint-order": "normal",
};

function makeSave(root, model, state, views) {
  const { data } = model;
  const { words } = data;

  function scopeName(now) {
    const name = (of, list) => list.find(([id]) => id === of)?.[1] ?? of;
    return [name(now.programme, data.programmes), name(now.level, data.levels), now.day].join(" · ");
  }
  const fileName = (now, suffix) => `nhv-${now.programme}-${now.level}-${now.day}.${suffix}`;

  // A picture with the looks of the style sheet written into it, on white paper.
  function still(picture) {
    const copy = picture.cloneNode(true);
    const [from, to] = [[picture, ...picture.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
    from.forEach((element, at) => {
      const styles = getComputedStyle(element);
      if (element.matches(".hit, .reach, .band") || styles.display === "none" || styles.visibility === "hidden")
        return to[at].setAttribute("data-gone", "");
      if (element.matches("path, rect, circle, text, tspan"))
        for (const [name, plain] of Object.entries(LOOKS)) {
          const value = styles.getPropertyValue(name).replaceAll('"', "");
          const said = name !== "font-size" || element.matches("text, tspan");
          if (said && value !== plain) to[at].setAttribute(name, value);
        }
      for (const name of ["role", "tabindex", "aria-label", "aria-pressed", "aria-hidden", "class"])
        to[at].removeAttribute(name);
      for (const name of Object.keys(to[at].dataset)) if (name !== "gone") delete to[at].dataset[name];
    });
    for (const gone of copy.querySelectorAll("[data-gone]")) gone.remove();
    return copy;
  }

  function picture() {
    const now = state.get();
    root.classList.add("light");
    const [head, body, net, map] = views.flatMap(({ pictures }) => pictures)
      .map((one) => [still(one), one.viewBox.baseVal]);
    const defs = still(root.querySelector("svg.patterns"));
    const colours = getComputedStyle(root);
    const [ink, held, maybe] = ["--ink", "--held", "--maybe"].map((name) => colours.getPropertyValue(name).trim());
    root.classList.remove("light");
    const [edge, gap, top] = [24, 28, 78];
    const left = Math.max(head[1].width, body[1].width);
    const high = top + Math.max(head[1].height + body[1].height, net[1].height + gap + map[1].height);
    const wide = edge + left + gap + net[1].width + edge;
    const notes = data.notes.flatMap((note) => wrapped(note, 11, wide - 2 * edge));
    const whole = high + 58 + 16 * notes.length;
    const at = ([copy, box], x, y) => {
      put(copy, { x, y, width: box.width, height: box.height, overflow: "visible" });
      return copy;
    };
    const counted = model.counts(now);
    const line = (text, y, size, weight = 400) =>
      svg("text", { x: edge, y, "font-size": size, "font-weight": weight, fill: ink }, text);
    const chosen = [now.area && model.areas.find(({ id }) => id === now.area)?.name,
      ...[now.holder, now.other].map((name) => name && model.parties.find(({ id }) => id === name)?.name)].filter(Boolean);
    return svg("svg", { xmlns: SVG, width: wide, height: whole, viewBox: `0 0 ${wide} ${whole}`, lang: data.lang,
      "font-family": "system-ui, Segoe UI, Helvetica Neue, Arial, DejaVu Sans, sans-serif" },
      svg("title", {}, scopeName(now)), ...defs.childNodes,
      svg("rect", { width: wide, height: whole, fill: "#ffffff" }),
      line(scopeName(now), 34, 19, 600),
      line([["in_force", "possible", "granted"].map((name) => `${counted[name]} ${words[name]}`).join(", "),
        ...chosen].join(" · "), 58, 13),
      at(head, edge, top), at(body, edge, top + head[1].height),
      at(net, edge + left + gap, top),
      at(map, edge + left + gap + (net[1].width - map[1].width) / 2, top + net[1].height + gap),
      ...[[held, held], ["url(#x-hatch)", maybe], ["#ffffff", held]].flatMap(([fill, stroke], status) => [
        svg("rect", { x: edge + 190 * status, y: high + 16, width: 24, height: 12, rx: 2, fill, stroke }),
        svg("text", { x: edge + 190 * status + 32, y: high + 26, "font-size": 12, fill: ink }, data.statuses[status][1])]),
      ...notes.map((note, row) => line(note, high + 52 + 16 * row, 11)));
  }

  function give(url, name) {
    const anchor = html("a", { href: url, download: name });
    root.append(anchor);
    anchor.click();
    anchor.remove();
  }
  const asText = (text, type) => URL.createObjectURL(new Blob([text], { type }));

  function saveSvg() {
    give(asText(new XMLSerializer().serializeToString(picture()), "image/svg+xml"), fileName(state.get(), "svg"));
  }
  async function savePng() {
    const made = picture();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(made))}`;
    await image.decode();
    const canvas = html("canvas", { width: image.width * 2, height: image.height * 2 });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    canvas.toBlob((blob) => give(URL.createObjectURL(blob), fileName(state.get(), "png")), "image/png");
  }

  function table() {
    const now = state.get();
    const heads = ["day", "programme", "level", "area", "area_id", "holder", "holder_id", "status", "from", "until",
      "certainty", "permits", "sources"];
    const rows = model.picked(now, model.shown(now)).map(({ fact, span }) => {
      const [area, party] = [model.areas[fact.area], model.parties[fact.party]];
      const of = span.permits.map((at) => data.permits[at]);
      const sources = new Set(of.flatMap((permit) => permit[6].map(([source, locator]) =>
        [data.sources[source][0], locator].filter(Boolean).join(", "))));
      return [now.day, now.programme, now.level, area.name, area.id, party?.name ?? "", party?.id ?? "",
        data.statuses[span.status][0], span.first, span.last, data.certainties[span.certainty],
        of.map(([id]) => id).join("; "), [...sources].join("; ")];
    });
    // What a spreadsheet would take for a formula is text.
    const cell = (text) => {
      const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }
  const saveCsv = () => give(asText(`\ufeff${table()}`, "text/csv"), fileName(state.get(), "csv"));

  const address = () => `${location.href.split("#")[0]}#${state.written()}`;
  const told = html("span", { role: "status", class: "soft" });
  async function copyLink() {
    history.replaceState(null, "", `#${state.written()}`);
    try {
      await navigator.clipboard.writeText(address());
      write(told, words.copied);
    } catch {
      write(told, address());
    }
    setTimeout(() => write(told, ""), 6000);
  }
  const button = (label, go) => html("button", { type: "button", onclick: go }, label);
  const bar = html("div", { class: "save", role: "group", "aria-label": words.save },
    html("span", { class: "soft", "aria-hidden": "true" }, words.save),
    button(words.svg, saveSvg), button(words.png, savePng), button(words.csv, saveCsv),
    data.embedded ? null : button(words.link, copyLink), told);
  return { bar, table, picture };
}
