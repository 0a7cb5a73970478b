// node clients.cjs NODE_MODULES ENDPOINT QUERIES: what clients from npm read of an endpoint, as JSON.
"use strict";

const path = require("node:path");
const [folder, endpoint, given] = process.argv.slice(2);
const queries = JSON.parse(given);
const load = (name) => require(path.join(folder, name));
const { SparqlEndpointFetcher } = load("fetch-sparql-endpoint");
const { QueryEngine } = load("@comunica/query-sparql");

function all(stream) {
  return new Promise((done, failed) => {
    const found = [];
    stream.on("data", (one) => found.push(one));
    stream.on("end", () => done(found));
    stream.on("error", failed);
  });
}

async function fetched() {
  const told = { select: {}, ask: {}, construct: {}, describe: {} };
  const rows = "CONTENTTYPE_SPARQL";
  const usual = SparqlEndpointFetcher[rows];
  for (const method of ["GET", "POST"]) {
    const fetcher = new SparqlEndpointFetcher({ method });
    for (const form of [usual, "application/sparql-results+json", "application/sparql-results+xml"]) {
      SparqlEndpointFetcher[rows] = form;
      const found = await all(await fetcher.fetchBindings(endpoint, queries.select));
      told.select[`${method} ${form}`] = found.map(({ r, n }) => [r.value, n.value, n.language]);
      told.ask[`${method} ${form}`] = await fetcher.fetchAsk(endpoint, queries.ask);
    }
    SparqlEndpointFetcher[rows] = usual;
    for (const query of ["construct", "describe"]) {
      told[query][method] = (await all(await fetcher.fetchTriples(endpoint, queries[query]))).length;
    }
  }
  return told;
}

async function asked() {
  const told = { select: {}, ask: {}, construct: {}, describe: {} };
  const engine = new QueryEngine();
  // A source that is named a service, and one that Comunica finds out about by its description.
  const ways = { named: [{ type: "sparql", value: endpoint }], found: [endpoint] };
  for (const [way, sources] of Object.entries(ways)) {
    const found = await (await engine.queryBindings(queries.select, { sources })).toArray();
    told.select[way] = found.map((row) => [row.get("r").value, row.get("n").value, row.get("n").language]);
    told.ask[way] = await engine.queryBoolean(queries.ask, { sources });
    for (const query of ["construct", "describe"]) {
      told[query][way] = (await (await engine.queryQuads(queries[query], { sources })).toArray()).length;
    }
  }
  return told;
}

(async () => {
  console.log(JSON.stringify({ "fetch-sparql-endpoint": await fetched(), comunica: await asked() }));
})();
