#!/bin/sh
# Makes the modules of this folder anew from the pinned npm packages: each bundled to one minified ES module.
# The same versions give the same bytes, which CHECKSUMS holds and a test compares. Needs npm; writes only here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sigma=3.0.3 graphology=0.26.0 idiomorph=0.8.0 utils=2.5.2 events=3.3.0 esbuild=0.28.2

cd "$work"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts --save-exact \
  "sigma@$sigma" "graphology@$graphology" "idiomorph@$idiomorph" "graphology-utils@$utils" "events@$events" \
  "esbuild@$esbuild"

cat >sigma.mjs <<END
export { default, Sigma } from "sigma";
export { EdgeLineProgram, NodePointProgram } from "sigma/rendering";
END
echo 'export { DirectedGraph } from "graphology";' >graphology.mjs
echo 'export { Idiomorph } from "idiomorph";' >idiomorph.mjs

bundle() { # NAME VERSION PACKAGE…: the module, and the licences of what is in it
  name=$1 version=$2
  shift 2
  npx --no-install esbuild "$name.mjs" --bundle --minify --format=esm --target=es2022 --legal-comments=none \
    "--banner:js=/* $name $version; see $name.LICENSE.txt */" --log-level=warning "--outfile=$here/$name.js"
  : >"$here/$name.LICENSE.txt"
  for package in "$@"; do
    printf '== %s ==\n\n' "$package" >>"$here/$name.LICENSE.txt"
    cat "node_modules/$package"/LICENSE* >>"$here/$name.LICENSE.txt"
    printf '\n' >>"$here/$name.LICENSE.txt"
  done
}

bundle sigma "$sigma" sigma graphology-utils events
bundle graphology "$graphology" graphology events
bundle idiomorph "$idiomorph" idiomorph

cd "$here"
sha256sum ./*.js ./*.LICENSE.txt | sed 's, \./, ,' >CHECKSUMS
