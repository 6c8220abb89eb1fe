// Bundles map/main.mjs into graph/static/map.js. It contains no packages: vis-network comes from pyvis.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Digest of the sources in the bundle; a test compares it with the files. */
const digest = createHash("sha256");
const sources = readdirSync(join(here, "map")).filter((name) => name.endsWith(".mjs") && !name.endsWith(".test.mjs")).sort();
for (const name of ["build_map.mjs", ...sources.map((source) => join("map", source))]) digest.update(readFileSync(join(here, name)));

await build({
  absWorkingDir: here,
  entryPoints: ["map/main.mjs"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  banner: { js: `/* made by: make page; sources: ${digest.digest("hex")} */` },
  outfile: join(here, "..", "graph", "static", "map.js"),
});
