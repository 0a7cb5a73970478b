// How names are spelt and what is near, as in ontology/spelling.py: difflib's ratio and cut.
"use strict";

nhv.spelling = (() => {
  let rules = { meant: ["{}", "{} or {}"], alike: 1, most: 0, part: 0 };
  const use = (known) => { rules = known; };

  const casefold = (text) => text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  const fold = (name) => casefold(name.normalize("NFC")).split(/\s+/).filter(Boolean).join(" ");
  const ascii = (text) => text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  const slug = (words) => (ascii(words).toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-");

  // Twice the signs in matching blocks, by those in both: SequenceMatcher.ratio().
  function ratio(a, b) {
    const [one, two] = [[...a], [...b]];
    const places = new Map();
    two.forEach((sign, j) => places.set(sign, [...(places.get(sign) ?? []), j]));
    function longest(alo, ahi, blo, bhi) {
      let [besti, bestj, size] = [alo, blo, 0];
      let lengths = new Map();
      for (let i = alo; i < ahi; i += 1) {
        const next = new Map();
        for (const j of places.get(one[i]) ?? []) {
          if (j < blo) continue;
          if (j >= bhi) break;
          const length = (lengths.get(j - 1) ?? 0) + 1;
          next.set(j, length);
          if (length > size) [besti, bestj, size] = [i - length + 1, j - length + 1, length];
        }
        lengths = next;
      }
      return [besti, bestj, size];
    }
    let matched = 0;
    const waiting = [[0, one.length, 0, two.length]];
    while (waiting.length) {
      const [alo, ahi, blo, bhi] = waiting.pop();
      const [i, j, size] = longest(alo, ahi, blo, bhi);
      if (!size) continue;
      matched += size;
      if (alo < i && blo < j) waiting.push([alo, i, blo, j]);
      if (i + size < ahi && j + size < bhi) waiting.push([i + size, ahi, j + size, bhi]);
    }
    const total = one.length + two.length;
    return total ? (2 * matched) / total : 1;
  }

  const compare = (a, b) => (a < b ? -1 : Number(a > b));

  function close(word, known, most, cutoff) {
    return known.map((name) => [ratio(name, word), name]).filter(([near]) => near >= cutoff)
      .sort((a, b) => b[0] - a[0] || compare(b[1], a[1])).slice(0, most).map(([, name]) => name);
  }

  // The known words most like a word, best first; those within which it stands come last.
  function nearest(word, known) {
    const folded = casefold(word);
    const spelt = new Map();
    for (const name of [...new Set(known)].sort(compare)) {
      if (!spelt.has(casefold(name))) spelt.set(casefold(name), name);
    }
    const found = close(folded, [...spelt.keys()], rules.most, rules.alike);
    if (found.length < rules.most && [...folded].length >= rules.part) {
      const within = [...spelt.keys()].filter((name) => name.includes(folded) && !found.includes(name));
      within.sort((a, b) => ratio(folded, b) - ratio(folded, a) || compare(a, b));
      found.push(...within.slice(0, rules.most - found.length));
    }
    return found.map((name) => spelt.get(name));
  }

  // "did you mean a, b or c?"; otherwise what else is said, or the nearest however far off.
  function didYouMean(word, known, otherwise) {
    const names = [...known];
    let found = nearest(word, names);
    if (!found.length && otherwise !== undefined) return otherwise;
    if (!found.length) found = close(word, names.sort(compare), 1, 0);
    const [one, several] = rules.meant;
    const last = found.at(-1);
    return found.length > 1 ? nhv.say(several, found.slice(0, -1).join(", "), last) : nhv.say(one, last);
  }

  return { use, fold, slug, casefold, ratio, close, didYouMean };
})();
