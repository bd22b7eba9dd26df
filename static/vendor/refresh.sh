#!/bin/sh
# Makes the modules of this folder anew from the pinned npm packages, each bundled to one minified ES module, and cuts the
# theme's fonts. The same versions give the same bytes, which CHECKSUMS holds and a test compares. Needs npm and python3;
# writes only here and in ../theme/fonts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sigma=3.0.3 graphology=0.26.0 idiomorph=0.8.0 utils=2.5.2 events=3.3.0 esbuild=0.28.2
mermaid=12.3.0
literata=5.3.0 ziamath=0.13 fonttools=4.68.0 brotli=1.2.1

cd "$work"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts --save-exact \
  "sigma@$sigma" "graphology@$graphology" "idiomorph@$idiomorph" "graphology-utils@$utils" "events@$events" \
  "mermaid@$mermaid" "esbuild@$esbuild" "@fontsource-variable/literata@$literata"

cat >sigma.mjs <<END
export { default, Sigma } from "sigma";
export { EdgeLineProgram, NodePointProgram } from "sigma/rendering";
END
echo 'export { DirectedGraph } from "graphology";' >graphology.mjs
echo 'export { Idiomorph } from "idiomorph";' >idiomorph.mjs
echo 'export { default } from "mermaid";' >mermaid.mjs
# ELK, one layout engine of Mermaid's among others, is 1.5 MB large and not of a permissive licence: a diagram that asks
# for it stays source.
echo 'export default class { constructor() { throw new Error("the layout engine ELK is not part of this site"); } }' >elk.mjs

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

# Mermaid is cut into chunks: a page loads what its kinds of diagram need.
rm -rf "$here/mermaid"
npx --no-install esbuild mermaid.mjs --bundle --splitting --minify --format=esm --target=es2022 --legal-comments=none \
  --alias:elkjs/lib/elk.bundled.js=./elk.mjs '--chunk-names=mermaid/[name]-[hash]' --metafile=mermaid.json \
  "--banner:js=/* mermaid $mermaid; see mermaid.LICENSE.txt */" --log-level=warning "--outdir=$here"
node "$here/licences.cjs" mermaid.json >"$here/mermaid.LICENSE.txt"

python3 -m venv python
python/bin/pip install --quiet "fonttools==$fonttools" "brotli==$brotli"
python/bin/pip download --quiet --no-deps --only-binary=:all: "ziamath==$ziamath"
python3 -m zipfile -e "ziamath-$ziamath"-*.whl ziamath
rm -f "$here"/../theme/fonts/*.woff2
python/bin/python "$here/cut_fonts.py" node_modules/@fontsource-variable/literata/files \
  ziamath/ziamath/fonts/STIXTwoMath-Regular.ttf "$here/../theme/fonts"

cd "$here"
sha256sum ./*.js ./mermaid/*.js ./*.LICENSE.txt ../theme/fonts/*.woff2 | sed 's, \./, ,' >CHECKSUMS
