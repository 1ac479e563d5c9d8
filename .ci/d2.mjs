// Draws a D2 file as an SVG with the npm package of D2, where there is no `d2` command.
//
// Usage: node .ci/d2.mjs FILE SVG [dagre|elk]; without arguments it fails if the package cannot be found.
// The package is looked for as Node does from here, or from the folder that D2_MODULES names.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const from = process.env.D2_MODULES ? pathToFileURL(`${process.env.D2_MODULES}/`) : import.meta.url;
// What the package offers to `require` does not load, so its module is looked up by hand.
const module = createRequire(from)
  .resolve.paths("@terrastruct/d2")
  .map((folder) => join(folder, "@terrastruct/d2/dist/node-esm/index.js"))
  .find((file) => existsSync(file));
if (!module) {
  console.error("the npm package @terrastruct/d2 is not installed");
  process.exit(1);
}

const [source, target, layout = "elk"] = process.argv.slice(2);
if (source) {
  const { D2 } = await import(pathToFileURL(module));
  const d2 = new D2();
  try {
    const compiled = await d2.compile(await readFile(source, "utf8"), { layout });
    await writeFile(target, await d2.render(compiled.diagram, compiled.renderOptions));
  } catch (problem) {
    console.error(`${source}: ${problem?.message ?? problem}`);
    process.exit(1);
  }
}
// The package keeps a worker that would never end.
process.exit();
