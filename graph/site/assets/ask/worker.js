// The engine, apart from the page, so that a query that never ends can be stopped with it.
// oxigraph.js stands before this text; the page makes one module of both.
"use strict";

// What is known, so many steps back from all of it; documents come in when a query looks into them:
// looked says how much of them is there (nothing, what questions need, all), documents what that is.
const held = { store: null, steps: [], at: 0, documents: [], looked: 0 };
const GONE = "urn:gone";

// Packed bytes, as the scripts carry them.
async function unpacked(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// One step: some statements of the resolved graph go, others come.
function step(gone, come) {
  held.store.load(gone, { format: "text/turtle", to_graph_name: namedNode(GONE), no_transaction: true });
  held.store.update(`DELETE { ?s ?p ?o } WHERE { GRAPH <${GONE}> { ?s ?p ?o } } ; DROP SILENT GRAPH <${GONE}>`);
  held.store.load(come, { format: "text/turtle", no_transaction: true });
}

// What was known so many steps back; parts have the steps of some years, the newest first.
async function reach({ at, parts, documents, looks }) {
  for (const part of parts) {
    held.steps.push(...JSON.parse(new TextDecoder().decode(await unpacked(part))));
  }
  if (documents) held.documents[looks] = await unpacked(documents);
  if (held.looked && at !== held.at) {
    held.store.update("DROP NAMED");
    held.looked = 0;
  }
  for (; held.at < at; held.at += 1) step(held.steps[held.at].gone, held.steps[held.at].come);
  for (; held.at > at; held.at -= 1) step(held.steps[held.at - 1].come, held.steps[held.at - 1].gone);
  if (looks > held.looked) {
    held.store.load(held.documents[looks], { format: "application/trig", no_transaction: true });
    for (const { documents: update } of held.steps.slice(0, at)) held.store.update(update);
    held.looked = looks;
  }
}

const can = {
  async begin({ wasm, graph }) {
    const [module, data] = await Promise.all([unpacked(wasm), unpacked(graph)]);
    initSync({ module });
    held.store = new Store();
    held.store.load(data, { format: "text/turtle", no_transaction: true });
  },
  async select({ sparql, known }) {
    await reach(known);
    return held.store.query(sparql, { results_format: "json" });
  },
  async construct({ sparql, known }) {
    await reach(known);
    return held.store.query(sparql, { results_format: "application/n-triples" });
  },
};

let before = Promise.resolve();
onmessage = ({ data }) => {
  before = before.then(async () => {
    try {
      postMessage({ id: data.id, result: await can[data.what](data) });
    } catch (error) {
      postMessage({ id: data.id, error: String(error?.message ?? error) });
    }
  });
};
