// Checks the types of the browser scripts with tsc. Errors in static/vendor, which they import, are ignored.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
let failed = false;
for (const project of ["tsconfig.json", "tsconfig.worker.json"]) {
  const { stdout, stderr, status } = spawnSync("node_modules/.bin/tsc", ["-p", project, "--pretty", "false"], { cwd: here, encoding: "utf8", maxBuffer: 1 << 28 });
  const errors = stdout.split(/\n(?=\S)/).filter((each) => each.trim());
  const ours = errors.filter((each) => !each.startsWith("../../static/vendor/"));
  for (const error of ours) console.log(error.replace("../../", "").trimEnd());
  if (stderr) console.error(stderr);
  failed ||= ours.length > 0 || status === null || (status !== 0 && errors.length === 0);
}
process.exitCode = failed ? 1 : 0;
