// The engine, apart from the page, so that a query that never ends can be stopped with it.
// oxigraph.js stands before this text; the page makes one module of both.
"use strict";

const store = { held: null };

// Packed bytes, as the scripts carry them.
async function unpacked(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const can = {
  async begin({ wasm, graph }) {
    const [module, data] = await Promise.all([unpacked(wasm), unpacked(graph)]);
    initSync({ module });
    store.held = new Store();
    store.held.load(data, { format: "text/turtle", no_transaction: true });
  },
  // Documents come in when a query looks into them.
  async documents({ graph }) {
    store.held.load(await unpacked(graph), { format: "application/trig", no_transaction: true });
  },
  select({ sparql }) {
    return JSON.parse(store.held.query(sparql, { results_format: "json" }));
  },
  construct({ sparql }) {
    return store.held.query(sparql, { results_format: "application/n-triples" });
  },
};

onmessage = async ({ data }) => {
  try {
    postMessage({ id: data.id, result: await can[data.what](data) });
  } catch (error) {
    postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
};
