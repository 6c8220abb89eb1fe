// Bundles query/main.mjs, diff/main.mjs and review/main.mjs into graph/static. They share the helpers of the map and use no package.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const SHARED = [join("map", "dom.mjs"), join("map", "text.mjs")];

for (const page of ["query", "diff", "review"]) {
  /** Digest of the sources in the bundle; a test compares it with the files. */
  const digest = createHash("sha256");
  const own = readdirSync(join(here, page)).filter((name) => name.endsWith(".mjs")).sort().map((name) => join(page, name));
  for (const name of ["build_pages.mjs", ...SHARED, ...own]) digest.update(readFileSync(join(here, name)));
  await build({
    absWorkingDir: here,
    entryPoints: [join(page, "main.mjs")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    banner: { js: `/* made by: make page; sources: ${digest.digest("hex")} */` },
    outfile: join(here, "..", "graph", "static", `${page}.js`),
  });
}
