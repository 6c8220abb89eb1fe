// The SPARQL editor: CodeMirror with highlighting, completion of names from the build, and error markers.

import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, LanguageSupport, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const KEYWORDS = `SELECT DISTINCT REDUCED WHERE CONSTRUCT DESCRIBE ASK FROM NAMED OPTIONAL UNION MINUS GRAPH FILTER BIND
  VALUES UNDEF EXISTS NOT IN AS ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET PREFIX BASE COUNT SUM MIN MAX AVG SAMPLE
  GROUP_CONCAT SEPARATOR STR LANG DATATYPE BOUND IRI REGEX REPLACE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN
  SUBSTR CONCAT LCASE UCASE IF COALESCE YEAR MONTH DAY NOW`.split(/\s+/);
const PLAIN = /^[a-z]+:[\w-]+(\.[\w-]+)*$/i; // a prefixed name without escapes in SPARQL
const QUIET = /string|comment|iriref/i;

// the language package highlights full IRIs, but not prefixed names
const language = new LanguageSupport(SparqlLanguage.configure({
  props: [styleTags({ "Pname_ln Pname_ns": tags.namespace })],
}));

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.atom], color: "var(--number)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--variable)" },
  { tag: [tags.namespace, tags.propertyName, tags.typeName, tags.url], color: "var(--name)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--field)", color: "var(--ink)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "var(--mono)", padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-scroller": { minHeight: "10.5em", maxHeight: "45vh" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--line)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--rule)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxWidth: "min(560px, 86vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--node)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: ".75" },
  ".cm-completionInfo": { maxWidth: "280px", fontFamily: "system-ui, sans-serif" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)" },
});

const written = (term) => (PLAIN.test(term.name) ? term.name : `<${term.iri}>`);

/** Completions from the vocabulary; `onNamed` is called when a named query is selected. */
function optionsOf(vocabulary, onNamed) {
  const of = (terms, type) => terms.map((term) => (
    { label: term.name, detail: term.label, info: term.help, type, apply: written(term) }));
  const names = [
    ...of(vocabulary.classes, "class"), ...of(vocabulary.properties, "property"), ...of(vocabulary.actions, "method"),
    ...of(vocabulary.entities, "constant"), ...of(vocabulary.documents, "text"),
  ];
  const labels = vocabulary.entities.map((term) => (
    { label: term.label, detail: term.name, type: "constant", apply: written(term), boost: -10 }));
  const prefixes = Object.entries(vocabulary.prefixes).map(([prefix, iri]) => (
    { label: `${prefix}:`, detail: iri, type: "namespace", boost: 20 }));
  const queries = vocabulary.queries.map((query) => ({
    label: query.name, detail: "named query", info: query.help, type: "function", boost: 10,
    apply(view, _, from, to) {
      view.dispatch({ changes: { from, to, insert: "" } });
      onNamed(query.name);
    },
  }));
  const keywords = KEYWORDS.map((label) => ({ label, type: "keyword" }));
  return { names, words: [...prefixes, ...queries, ...keywords, ...names, ...labels] };
}

function completer(options) {
  return (context) => {
    if (QUIET.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const used = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
      used.delete(variable.text);
      return { from: variable.from, options: [...used].sort().map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const name = context.matchBefore(/[A-Za-z]\w*:[\w/.%-]*/);
    if (name) return { from: name.from, options: options().names, validFor: /^[A-Za-z]\w*:[\w/.%-]*$/ };
    const word = context.matchBefore(/[A-Za-z][\w-]*/);
    if (word === null && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: options().words, validFor: /^[A-Za-z][\w-]*:?$/ };
  };
}

window.sparqlEditor = {
  /** Create an editor in `parent`. `onRun` is called on Ctrl-Enter, `onNamed` for a named query selected from the completions. */
  create(parent, { text, nonce, onRun, onNamed }) {
    let options = { names: [], words: [] };
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(nonce),
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: (view) => (closeCompletion(view), onRun(), true) }])),
          lineNumbers(), history(), highlightActiveLine(), bracketMatching(), closeBrackets(), EditorView.lineWrapping,
          language, syntaxHighlighting(colours), look,
          autocompletion({ override: [completer(() => options)], icons: false, maxRenderedOptions: 60 }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          EditorView.contentAttributes.of({ "aria-label": "SPARQL query", "aria-describedby": "keys", spellcheck: "false" }),
        ],
      }),
    });
    return {
      view,
      get text() { return view.state.doc.toString(); },
      set text(value) { view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } }); },
      focus() { view.focus(); },
      know(vocabulary) { options = optionsOf(vocabulary, onNamed); },
      /** Mark the position in an error message ("at 2:14"); null removes the mark. */
      mark(message) {
        const place = /error at (\d+):(\d+)/.exec(message ?? "");
        const { doc } = view.state;
        if (!place || Number(place[1]) > doc.lines) return view.dispatch(setDiagnostics(view.state, []));
        const line = doc.line(Number(place[1]));
        const to = Math.min(line.from + Number(place[2]), line.to);
        const from = Math.max(line.from, to - 1);
        return view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message }]));
      },
    };
  },
};
