// Oxigraph in a worker: loaded when it is first asked, asked one thing at a time, stopped at once.
"use strict";

nhv.Engine = class {
  // What a query has to have of documents: nothing, what the questions look into, or all they say.
  static DOCUMENTS = [null, "packed/looked", "packed/documents"];

  // steps: those back from all that is known, [day, asOf, part], the newest first.
  constructor(steps) {
    Object.assign(this, { steps, worker: null });
  }

  // The worker with the graph in it; made anew after it was stopped.
  ready() {
    this.begun ??= this.begin().catch((error) => {
      this.stop();
      throw error;
    });
    return this.begun;
  }

  async begin() {
    const [engine, graph] = await Promise.all([nhv.part("packed/engine"), nhv.part("packed/graph")]);
    const address = URL.createObjectURL(new Blob([engine.code], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.waiting = new Map();
    this.asked = 0;
    this.held = new Set();
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.error === undefined) resolve(data.result);
      else reject(new Error(data.error));
    };
    this.worker.onerror = (event) => this.fail(new Error(event.message ?? "worker"));
    await this.send({ what: "begin", wasm: engine.wasm, graph });
    URL.revokeObjectURL(address);
  }

  send(message) {
    return new Promise((resolve, reject) => {
      const id = (this.asked += 1);
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...message, id });
    });
  }

  // Ask of what was known so many steps back, with the parts for it that the worker has not yet;
  // own is whether the query is one of the page's own questions.
  async run(what, sparql, at, own) {
    await this.ready();
    const looks = !nhv.sparql.has(sparql, "GRAPH", "FROM") ? 0 : own ? 1 : 2;
    const documents = nhv.Engine.DOCUMENTS[looks];
    const names = [...new Set(this.steps.slice(0, at).map(([, , part]) => part))];
    const wanted = looks ? [...names, documents] : names;
    const found = new Map(await Promise.all(wanted.map(async (name) => [name, await nhv.part(name)])));
    const taken = (name) => {
      const own = this.held.has(name) ? undefined : found.get(name);
      this.held.add(name);
      return own;
    };
    const known = { at, looks, parts: names.map(taken).filter(Boolean) };
    if (looks) known.documents = taken(documents);
    return this.send({ what, sparql, known });
  }

  // Rows of terms by column: {columns, rows}; ASK has one column, ask.
  async select(sparql, at, own = false) {
    const answer = JSON.parse(await this.run("select", sparql, at, own)); // a text is sent faster
    if (answer.boolean !== undefined) {
      const datatype = "http://www.w3.org/2001/XMLSchema#boolean";
      return { columns: ["ask"], rows: [[{ type: "literal", value: `${answer.boolean}`, datatype }]] };
    }
    const columns = answer.head.vars;
    const rows = answer.results.bindings.map((row) => columns.map((name) => row[name] ?? null));
    return { columns, rows };
  }

  // Statements as N-Triples.
  construct(sparql, at) {
    return this.run("construct", sparql, at, false);
  }

  // End what runs, and whatever waits for it.
  stop() {
    this.worker?.terminate();
    this.worker = null;
    this.begun = undefined;
    this.fail(new nhv.Stopped());
  }

  fail(error) {
    const waiting = [...(this.waiting?.values() ?? [])];
    this.waiting?.clear();
    for (const { reject } of waiting) reject(error);
  }
};

nhv.Stopped = class extends Error {};
