#!/bin/sh
# sh scripts/node-packages.sh
# Installs the npm packages that the tests marked node need (tests/node). Starts no npm where they are there already.
set -eu
cd "$(dirname "$0")/../tests/node"

installed=node_modules/.installed-for # the package.json they were installed for, written last
wanted=$(cksum <package.json)

say() { printf '%s\n' "$@" >&2; }

node_found=$(node --version 2>/dev/null) || node_found=none
major=${node_found#v}
major=${major%%.*}
if ! [ "$major" -ge 20 ] 2>/dev/null || ! command -v npm >/dev/null 2>&1; then
    say "Node.js 20 이상과 npm 이 필요합니다. 찾은 것: node $node_found. 설치: https://nodejs.org, 또는 nvm install 22" \
        "Node.js 20 or later and npm are needed. Found: node $node_found. Get them from https://nodejs.org, or: nvm install 22"
    exit 2
fi
if [ -f "$installed" ] && [ "$(cat "$installed")" = "$wanted" ]; then
    exit 0
fi
say "npm 패키지를 tests/node 에 설치합니다. / Installing the npm packages into tests/node …"
npm install --no-package-lock --no-audit --no-fund --loglevel=error
printf '%s\n' "$wanted" >"$installed"
