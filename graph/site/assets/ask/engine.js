// Oxigraph in a worker: loaded when it is first asked, asked one thing at a time, stopped at once.
"use strict";

nhv.Engine = class {
  // graph, documents: the parts of a view; documents are read when a query looks into them.
  constructor({ graph, documents }) {
    Object.assign(this, { graph, documents, worker: null });
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
    const [engine, graph] = await Promise.all([nhv.part("packed/engine"), nhv.part(this.graph)]);
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

  async look() {
    if (this.held.has(this.documents)) return;
    const graph = await nhv.part(this.documents);
    this.held.add(this.documents);
    await this.send({ what: "documents", graph });
  }

  // Rows of terms by column: {columns, rows}; ASK has one column, ask.
  async select(sparql) {
    await this.ready();
    if (/\b(GRAPH|FROM)\b/i.test(sparql)) await this.look();
    const answer = await this.send({ what: "select", sparql });
    if (answer.boolean !== undefined) {
      const datatype = "http://www.w3.org/2001/XMLSchema#boolean";
      return { columns: ["ask"], rows: [[{ type: "literal", value: `${answer.boolean}`, datatype }]] };
    }
    const columns = answer.head.vars;
    const rows = answer.results.bindings.map((row) => columns.map((name) => row[name] ?? null));
    return { columns, rows };
  }

  // Statements as N-Triples.
  async construct(sparql) {
    await this.ready();
    if (/\b(GRAPH|FROM)\b/i.test(sparql)) await this.look();
    return this.send({ what: "construct", sparql });
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
