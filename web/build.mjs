// Bundles editor.mjs into graph/static/editor.js, and the licences of its packages into editor.licences.txt.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "graph", "static");

/** Digest of the sources in the bundle; a test compares it with the files. */
const digest = createHash("sha256");
for (const name of ["build.mjs", "editor.mjs", "package-lock.json"]) digest.update(readFileSync(join(here, name)));

const made = await build({
  absWorkingDir: here,
  entryPoints: ["editor.mjs"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  banner: { js: `/* made by: make editor; licences: editor.licences.txt; sources: ${digest.digest("hex")} */` },
  outfile: join(target, "editor.js"),
});

const packages = new Set(Object.keys(made.metafile.inputs)
  .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
const notices = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(target, "editor.licences.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
