#!/usr/bin/env bash
# What a release has beside its code, in the folder dist: who signed the packages is checked, the list of parts (CycloneDX) and the licences are
# written. Usage: npm run release
set -euo pipefail
cd "$(dirname "$0")/.."
npm audit signatures
npm audit --omit dev --audit-level high
mkdir -p dist
npm run -s sbom >dist/sbom.cdx.json
npm run -s licences >dist/licences.txt
(cd dist && sha256sum sbom.cdx.json licences.txt >sha256.txt)
cat dist/sha256.txt
