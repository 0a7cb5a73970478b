// The picture comes as columns; nodes, lines, tooltips and rows are made of them here.
var names = picture.nodes.name, told = picture.edges, said = picture.words,
    sureness = ["is_stated", "is_inferred", "is_unknown"],
    between = picture.directed ? " → " : " – ";

// Where the citations of each edge begin.
var first = [0];
told.evidence.count.forEach(function (count, i) { first.push(first[i] + count); });

function text(column, i) { return column ? column.texts[column.at[i]] : ""; }

function words(template, values) {
  var left = values.slice();
  return template.replace(/\{\}/g, function () { return left.shift(); });
}

function citations(edge) {
  var all = told.evidence, found = [];
  for (var i = first[edge]; i < first[edge + 1]; i++) {
    var line = [text(all.title, i)], reading = text(all.reading, i);
    [text(all.date, i), text(all.place, i)].forEach(function (part) { if (part) line.push(part); });
    line.push(said[sureness[all.sure[i]]]);
    line = line.join(", ") + (reading ? ": " + reading : "");
    if (found.indexOf(line) < 0) found.push(line);
  }
  return found;
}

function few(list, most, mark) {
  var lines = list.slice(0, most).map(function (line) { return mark + line; });
  if (list.length > most) lines.push(words(said.more_below, [list.length - most]));
  return lines;
}

function ends(edge) { return names[told.tail[edge]] + between + names[told.head[edge]]; }

function aboutEdge(edge) {
  var weight = text(told.weight, edge), since = text(told.since, edge),
      status = text(told.status, edge);
  return [ends(edge), text(told.relation, edge), weight === "1" ? "" : weight]
    .concat(few(text(told.areas, edge) || [], 8, "• "))
    .concat([since ? said.since + ": " + since : "", status ? said.status + ": " + status : ""])
    .concat(few(citations(edge), 5, "– "))
    .filter(Boolean);
}

function aboutLine(edges) {
  if (edges.length === 1) return aboutEdge(edges[0]);
  var lines = [ends(edges[0])];
  edges.slice(0, 8).forEach(function (edge) {
    var what = [text(told.relation, edge), (text(told.areas, edge) || []).join("; ")];
    lines.push("• " + ends(edge), what.filter(Boolean).join(": "));
    lines = lines.concat(citations(edge).slice(0, 1).map(function (line) { return "   – " + line; }));
  });
  if (edges.length > 8) lines.push(words(said.more_below, [edges.length - 8]));
  return lines.filter(Boolean);
}

// Nodes and lines. Lines between groups are paler than those within one.
var marks = picture.nodes;

function pale(colour, share) {
  var parts = [1, 3, 5].map(function (i) { return parseInt(colour.slice(i, i + 2), 16); });
  return "rgba(" + parts.join(",") + "," + share + ")";
}

// One line for all edges between two nodes, in their common colour, and in their common manner.
var pairs = new Map();
told.tail.forEach(function (tail, edge) {
  var head = told.head[edge], key = Math.min(tail, head) * names.length + Math.max(tail, head);
  if (pairs.has(key)) pairs.get(key).push(edge); else pairs.set(key, [edge]);
});
var lines = Array.from(pairs.values()), inks = new Map();

function ink(of) {
  var colour = text(told.colour, of[0]),
      same = of.every(function (edge) { return told.colour.at[edge] === told.colour.at[of[0]]; }),
      near = marks.group[told.tail[of[0]]] === marks.group[told.head[of[0]]],
      shade = pale(same ? colour : picture.mixed, near ? 0.6 : 0.18);
  if (!inks.has(shade)) {
    inks.set(shade, {color: shade, highlight: picture.ink, hover: picture.ink});
  }
  return inks.get(shade);
}

var leaders = new Map(marks.leaders.map(function (leader) {
  return [leader[0], {label: leader[1], font: picture.leader}];
}));

nodes = new vis.DataSet(marks.id.map(function (id, i) {
  var node = {
    id: id, label: names[i], x: marks.x[i], y: marks.y[i], size: marks.size[i],
    group: "kind" + marks.kind[i]
  };
  return leaders.has(i) ? Object.assign(node, leaders.get(i)) : node;
}));

edges = new vis.DataSet(lines.map(function (of, i) {
  var line = {
    id: i, from: marks.id[told.tail[of[0]]], to: marks.id[told.head[of[0]]], color: ink(of)
  };
  var how = text(told.manner, of[0]);
  if (of.every(function (edge) { return text(told.manner, edge) === how; })) {
    line.dashes = picture.dashes[how] || false;
  }
  return line;
}));
network.setData({nodes: nodes, edges: edges});

// vis-network asks for a title where one points; only then is it put into words.
var number = new Map(marks.id.map(function (id, i) { return [id, i]; }));

function tell(objects, about) {
  var some = Object.values(objects)[0];
  if (some) Object.getPrototypeOf(some).getTitle = function () { return tip(about(this.id)); };
}

tell(network.body.nodes, function (id) {
  return [names[number.get(id)], marks.kinds[marks.kind[number.get(id)]]];
});
tell(network.body.edges, function (id) { return aboutLine(lines[id]); });
fit();

// The table: some rows at a time, and those that hold what is looked for.
var body = document.querySelector("tbody"), more = document.getElementById("more"),
    find = document.getElementById("find"), showing = document.getElementById("showing"),
    every = told.tail.map(function (_, i) { return i; }), chosen = every, shown = 0, texts = null;

function cell(edge, column) {
  if (column === "from" || column === "one") return names[told.tail[edge]];
  if (column === "to" || column === "other") return names[told.head[edge]];
  if (column === "area" || column === "areas") return text(told.areas, edge).join("; ");
  if (column === "certainty") return said[sureness[told.sure[edge]]];
  return text(told[column], edge);
}

function row(edge) {
  var line = document.createElement("tr"), last = document.createElement("td"),
      cited = citations(edge);
  picture.columns.forEach(function (column, i) {
    var box = document.createElement(i ? "td" : "th");
    box.textContent = cell(edge, column);
    if (!i) box.scope = "row";
    else if (box.textContent.length < 24) box.className = "fixed";
    line.appendChild(box);
  });
  if (!cited.length) last.textContent = said.no_evidence;
  else last.appendChild(document.createElement("ul"));
  cited.forEach(function (citation) {
    last.firstChild.appendChild(document.createElement("li")).textContent = citation;
  });
  line.appendChild(last);
  return line;
}

function show() {
  var next = Math.min(shown + picture.rows, chosen.length);
  chosen.slice(shown, next).forEach(function (edge) { body.appendChild(row(edge)); });
  shown = next;
  showing.textContent = words(said.showing, [shown, chosen.length]);
  more.hidden = shown === chosen.length;
}

function search() {
  var sought = find.value.trim().toLowerCase();
  texts = texts || every.map(function (edge) {
    return picture.columns.map(function (column) { return cell(edge, column); })
      .concat(citations(edge)).join("\n").toLowerCase();
  });
  chosen = sought ? every.filter(function (edge) { return texts[edge].includes(sought); }) : every;
  shown = 0;
  body.replaceChildren();
  show();
}

more.addEventListener("click", show);
find.addEventListener("input", search);
show();
