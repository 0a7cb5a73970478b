// From the engine's rows to those of a question, as graph/questions/question.py finishes them: what
// is computed, rows that become one, the order, the columns. What to do comes with the question.
"use strict";

nhv.tables = (() => {
  const { text, whole, ratio, inOrder, bySwedish } = nhv.values;

  const at = (table, name) => table.columns.indexOf(name);
  const withColumn = (table, name, cells) => ({
    columns: [...table.columns, name],
    rows: table.rows.map((row, i) => [...row, cells[i]]),
  });
  const only = (table, names) => {
    const kept = names.map((name) => at(table, name));
    return { columns: [...names], rows: table.rows.map((row) => kept.map((i) => row[i])) };
  };

  // To two decimals, as Python rounds: of two equally near the even one.
  function rounded(number) {
    if (Number.isInteger(number * 8) && !Number.isInteger(number * 4)) {
      const low = Math.floor(number * 100);
      return (low % 2 === 0 ? low : low + 1) / 100;
    }
    return Number(number.toFixed(2));
  }

  function derive(table, { name, how, one, two }) {
    const [a, b] = [at(table, one), at(table, two)];
    return withColumn(table, name, table.rows.map((row) => {
      const [first, second] = [row[a], row[b]];
      if (how === "days") {
        const both = first?.kind === "date" && second?.kind === "date";
        return both ? whole(nhv.dates.between(first.text, second.text)) : null;
      }
      const both = first?.kind === "whole" && second?.kind === "whole" && second.number !== 0;
      return both ? ratio(rounded(first.number / second.number)) : null;
    }));
  }

  const EARTH = 6371.0088;
  function distance(aLat, aLong, bLat, bLong) {
    const radians = (degrees) => degrees * (Math.PI / 180);
    const [one, other] = [radians(aLat), radians(bLat)];
    const [lat, long] = [(other - one) / 2, radians(bLong - aLong) / 2];
    const chord = Math.sin(lat) ** 2 + Math.cos(one) * Math.cos(other) * Math.sin(long) ** 2;
    return 2 * EARTH * Math.asin(Math.sqrt(Math.min(chord, 1)));
  }

  const placed = {
    // Points from names of towns, for rows that have no point.
    town(table, { lat, long, name, towns }) {
      for (const one of [lat, long]) {
        if (at(table, one) < 0) table = withColumn(table, one, table.rows.map(() => null));
      }
      const [y, x, named] = [lat, long, name].map((one) => at(table, one));
      const rows = table.rows.map((row) => {
        const point = row[named] && Object.hasOwn(towns, row[named].text) ? towns[row[named].text] : null;
        if (!point || (row[y] !== null && row[x] !== null)) return row;
        const cells = [...row];
        [cells[y], cells[x]] = point.map(ratio);
        return cells;
      });
      return { ...table, rows };
    },
    distance(table, { name, points }) {
      const columns = points.map((one) => at(table, one));
      return withColumn(table, name, table.rows.map((row) => {
        const numbers = columns.map((i) => row[i]?.number);
        return numbers.includes(undefined) ? null : whole(Math.round(distance(...numbers)));
      }));
    },
    // Of the rows that agree in some columns, those with the least number in another.
    nearest(table, { by, per, what, known, unknown }) {
      const columns = [...table.columns, known, unknown];
      const [least, counted] = [at(table, by), at(table, what)];
      const beside = per.map((name) => `${name}_id`);
      const kept = [...per, ...beside].map((name) => at(table, name)).filter((i) => i >= 0);
      const rows = [];
      for (const group of groups(table.rows, kept).values()) {
        const near = group.filter((row) => row[least] !== null);
        const keys = (list) => new Set(list.map((row) => row[counted]?.key ?? null));
        const [every, named] = [keys(group), keys(near)];
        const without = [...every].filter((key) => key !== null && !named.has(key));
        const counts = [whole(named.size), whole(without.length)];
        const smallest = Math.min(...near.map((row) => row[least].number));
        const nearest = near.filter((row) => row[least].number === smallest);
        const blank = table.columns.map((_, i) => (kept.includes(i) ? group[0][i] : null));
        rows.push(...(nearest.length ? nearest : [blank]).map((row) => [...row, ...counts]));
      }
      return { columns, rows };
    },
  };

  function groups(rows, columns) {
    const found = new Map();
    for (const row of rows) {
      const key = columns.map((i) => row[i]?.key ?? "").join("\u0000");
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(row);
    }
    return found;
  }

  // One row where rows differ only in some columns; ids are joined in the order of their names.
  function joined(table, names, ids) {
    const columns = names.map((name) => at(table, name));
    const beside = Object.entries(ids).map(([name, id]) => [at(table, name), at(table, id)]);
    const blank = new Set([...columns, ...beside.map(([, id]) => id)]);
    const rest = table.columns.map((_, i) => i).filter((i) => !blank.has(i));
    const rows = [];
    for (const group of groups(table.rows, rest).values()) {
      const [row] = group;
      const cells = row.map((one, i) => (blank.has(i) ? null : one));
      if (group.length === 1) { // as of most rows: what would come of all below
        for (const i of columns) cells[i] = row[i] && text(row[i].text);
        for (const [name, id] of beside) cells[id] = row[name] && row[id];
        rows.push(cells);
        continue;
      }
      for (const i of columns) {
        const texts = new Set(group.filter((row) => row[i]).map((row) => row[i].text));
        if (texts.size) cells[i] = text([...texts].sort(bySwedish).join(", "));
      }
      for (const [name, id] of beside) cells[id] = idsOf(group, name, id);
      rows.push(cells);
    }
    return { ...table, rows };
  }

  function idsOf(group, name, id) {
    const pairs = new Map();
    const named = group.filter((row) => row[name] && row[id]);
    for (const row of named) {
      const pair = [row[name].text, row[id].text];
      pairs.set(pair.join("\u0000"), pair);
    }
    const told = [...pairs.values()]
      .sort((a, b) => bySwedish(a[0], b[0]) || (a[1] < b[1] ? -1 : Number(a[1] > b[1])))
      .map(([, other]) => other);
    if (told.length === 1) return named[0][id];
    return told.length ? text(told.join(", ")) : null;
  }

  function sorted(table, names, ties) {
    const columns = names.map((name) => [at(table, name.replace(/^-/, "")), name.startsWith("-") ? -1 : 1]);
    columns.push(...ties.map((name) => [at(table, name), 1]));
    const rows = [...table.rows].sort((a, b) => {
      for (const [i, way] of columns) {
        const order = inOrder(a[i], b[i]);
        if (order) return order * way;
      }
      return 0;
    });
    return { ...table, rows };
  }

  // The answer of a question from what the engine gave.
  function finished(question, answer) {
    let table = answer;
    const ids = Object.fromEntries(
      Object.entries(question.ids).filter(([, id]) => table.columns.includes(id)));
    for (const [name, id] of Object.entries(ids)) { // what is shown as a thing has no name
      const [shown, own] = [at(table, name), at(table, id)];
      const cells = table.rows.map((row) => (row[shown]?.iri ? row[shown] : row[own]));
      table = only(table, table.columns.filter((column) => column !== id));
      table = withColumn(table, id, cells);
    }
    for (const one of question.derived) table = derive(table, one);
    for (const one of question.places) table = placed[one.step](table, one);
    const further = question.cites.filter((name) => name !== "entity");
    if (question.join.length || further.length || Object.keys(ids).length) {
      table = joined(table, [...question.join, ...further], ids);
    }
    const by = new Set(question.sort.map((name) => name.replace(/^-/, "")));
    const own = new Set(Object.values(ids));
    const rest = table.columns.filter((name) => !by.has(name) && !own.has(name)).sort();
    table = sorted(table, question.sort, [...rest, ...own]);
    const shown = question.columns.flatMap(({ name }) => (ids[name] ? [name, ids[name]] : [name]));
    const cited = ["entity", ...further].filter((name) => table.columns.includes(name));
    return only(table, [...new Set([...cited, ...shown])]);
  }

  const quoted = (said) => (/[",\r\n]/.test(said) ? `"${said.replace(/"/g, '""')}"` : said);

  // CSV (RFC 4180), a line of column names first.
  function csv(table) {
    const lines = table.rows.map((row) => row.map((one) => one?.text ?? ""));
    return [table.columns, ...lines].map((cells) => {
      const line = cells.map(quoted).join(",");
      return `${cells.length === 1 && line === "" ? '""' : line}\r\n`;
    }).join("");
  }

  // A list of objects (RFC 8259): numbers as numbers, nothing as null.
  function json(table) {
    const value = (one) => {
      if (one === null) return "null";
      const finite = one.kind === "decimal" && Number.isFinite(one.number);
      if (one.kind === "whole" || one.kind === "truth" || finite) return one.text;
      const far = { inf: "INF", "-inf": "-INF", nan: "NaN" };
      return JSON.stringify(one.kind === "decimal" ? far[one.text] : one.text);
    };
    const objects = table.rows.map((row) => {
      const pairs = row.map((one, i) => `    ${JSON.stringify(table.columns[i])}: ${value(one)}`);
      return `  {\n${pairs.join(",\n")}\n  }`;
    });
    return objects.length ? `[\n${objects.join(",\n")}\n]\n` : "[]\n";
  }

  return { finished, only, csv, json, groups };
})();
