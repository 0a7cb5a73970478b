// Parts of the page that come as scripts, each when it is needed: nhvPart("name", value).
"use strict";

const nhv = { parts: new Map(), awaited: new Map() };

function nhvPart(name, value) {
  nhv.parts.set(name, value);
  nhv.awaited.get(name)?.(value);
}

// A part, from the script beside this one that hands it over.
nhv.part = (() => {
  const home = new URL("../data/", document.currentScript.src);
  const loading = new Map();
  return (name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        if (nhv.parts.has(name)) return resolve(nhv.parts.get(name));
        nhv.awaited.set(name, resolve);
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, home);
        script.onerror = () => {
          loading.delete(name);
          reject(new Error(`${name}.js`));
        };
        return document.head.append(script);
      }));
    }
    return loading.get(name);
  };
})();

// "{} of {}" with values in the place of each {}; {0} is the first wherever it stands.
nhv.say = (sentence, ...values) => {
  let next = 0;
  return sentence.replace(/\{(\d?)\}/g, (_, at) => values[at === "" ? next++ : Number(at)]);
};

// What a user can put right, in one sentence; unseen characters are told, long lines cut.
nhv.Mistake = class extends Error {
  constructor(message) {
    const lines = message.split("\n").map((line) => [...line]).map((signs) =>
      (signs.length <= 1000 ? signs : [...signs.slice(0, 500), ..." … ", ...signs.slice(-250)]));
    super(lines.map((signs) => signs.map((sign) => (
      nhv.isPrintable(sign) || sign === "\t" ? sign
        : `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`)).join("")).join("\n"));
  }
};

nhv.isPrintable = (sign) => sign === " " || !/[\p{C}\p{Z}]/u.test(sign);
