// Prints the licence of each npm package in a bundle, by esbuild's metafile: mermaid first, then by name.
const { readdirSync, readFileSync } = require("node:fs");

const { inputs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const folders = Object.keys(inputs).map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
const ordered = [...new Set(["node_modules/mermaid", ...folders.filter(Boolean).sort()])];
for (const folder of ordered) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name));
  if (!files.length) throw new Error(`${folder} has no licence`);
  const name = folder.replaceAll("node_modules/", "");
  console.log(`== ${name} ==\n`);
  for (const file of files) console.log(`${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`);
}
