// The query page: runs the query in the editor, shows the result or the error, and keeps the query in the URL.

import { byId, el, media } from "../map/dom.mjs";
import { number, plural } from "../map/text.mjs";
import { named } from "./named.mjs";
import { known, results } from "./results.mjs";

const FIRST = `# Who sanctions whom? Change it, or choose a ready-made question.
SELECT ?who ?whom WHERE {
  ?who action:sanction ?whom .
} LIMIT 50`;
const EITHER = "application/sparql-results+json, text/turtle;q=0.9";

const editor = window.sparqlEditor.create(byId("editor"), {
  text: FIRST,
  nonce: document.querySelector("meta[name=nonce]").content,
  onRun: () => run(),
  onNamed: (name) => named.choose(name),
});
let running = null;

function showError(message) {
  byId("error").hidden = message === null;
  byId("error").textContent = message ?? "";
  editor.mark(message);
}

/** The response of the endpoint to a query. Throws an Error with the server's message if it fails. */
async function ask(query, accept, signal) {
  let answer;
  try {
    answer = await fetch("/query", {
      method: "POST", signal, body: query, headers: { "Content-Type": "application/sparql-query", Accept: accept },
    });
  } catch (error) {
    if (error.name === "AbortError") throw new Error("Stopped.");
    throw new Error("The server does not answer; is it still running?");
  }
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer;
}

async function run() {
  running?.abort();
  const mine = running = new AbortController();
  const query = editor.text;
  showError(null);
  busy(true);
  history.replaceState(null, "", `#${new URLSearchParams({ query })}`);
  const start = performance.now();
  try {
    const answer = await ask(query, EITHER, mine.signal);
    await show(answer, query, (performance.now() - start) / 1000);
  } catch (error) {
    if (running === mine) {
      byId("answer").hidden = true;
      showError(error.message);
    }
  } finally {
    if (running === mine) {
      busy(false);
      reveal();
    }
  }
}

/** Scrolls the result or the error into view if the screen is too small to show it below the editor. */
function reveal() {
  const found = byId(byId("error").hidden ? "answer" : "error");
  if (found.getBoundingClientRect().top > innerHeight - 140) {
    found.scrollIntoView({ block: "start", behavior: media.calm.matches ? "auto" : "smooth" });
  }
}

function busy(is) {
  byId("run").disabled = is;
  byId("stop").hidden = !is;
  byId("answer").setAttribute("aria-busy", String(is));
}

async function show(answer, query, seconds) {
  const isGraph = answer.headers.get("Content-Type").startsWith("text/turtle");
  if (isGraph) results.graph(await answer.text());
  else results.table(await answer.json());
  const cut = answer.headers.get("Actorgraph-Truncated");
  const count = isGraph ? "Turtle" : plural(results.rows.length, "row");
  byId("count").classList.toggle("cut", cut !== null);
  byId("count").textContent = `${cut ? `Cut at ${number(Number(cut))}; there is more. ` : ""}${count}, ${seconds.toFixed(2)} s`;
  byId("answer").hidden = false;
  byId("csv").hidden = isGraph;
  byId("turtle").hidden = !isGraph;
  for (const [id, type] of [["csv", "text/csv"], ["json", "application/json"], ["turtle", "text/turtle"]]) {
    byId(id).onclick = () => download(query, type, `answer.${id === "turtle" ? "ttl" : id}`);
  }
}

/** The labels of resources; none if the server does not say: the ids are there. */
async function labelsOf(iris) {
  const query = `SELECT ?id (MIN(?name) AS ?label) WHERE { VALUES ?id { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?id rdfs:label ?name } GROUP BY ?id`;
  try {
    const { results: { bindings } } = await (await ask(query, "application/sparql-results+json")).json();
    return bindings.map(({ id, label }) => [id.value, label.value]);
  } catch {
    return [];
  }
}

/** Runs the query again in another format and saves the result. */
async function download(query, accept, name) {
  try {
    const address = URL.createObjectURL(await (await ask(query, accept)).blob());
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  } catch (error) {
    showError(error.message);
  }
}

function runText(text) {
  editor.text = text;
  run();
}

/** Runs the query in the URL, if any. */
function fromAddress() {
  const query = new URLSearchParams(location.hash.slice(1)).get("query");
  if (query !== null) runText(query);
}

results.labelsOf = labelsOf;

async function start() {
  const answer = await fetch("/vocabulary");
  if (answer.ok) {
    const vocabulary = await answer.json();
    known.take(vocabulary);
    editor.know(vocabulary);
    named.take(vocabulary, runText, showError);
  } else showError((await answer.text()).trim());
  fromAddress();
  document.body.dataset.ready = "yes";
}

byId("run").addEventListener("click", run);
byId("stop").addEventListener("click", () => running?.abort());
byId("more").addEventListener("click", () => results.more());
addEventListener("hashchange", fromAddress);
start();
