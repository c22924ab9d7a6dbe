#!/bin/sh
# Installs what the tests need beside Python packages: browsers, fonts, Node and its tools.
set -eu

missing=
need() {
  command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need chromium chromium
need firefox-esr firefox-esr
need node nodejs
need npm npm
[ -n "$(find /usr/share/fonts -name 'NotoSans-Regular.ttf' 2>/dev/null | head -n 1)" ] || missing="$missing fonts-noto-core"

if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$missing ..."
    mkdir -p build
    # shellcheck disable=SC2086  the list is meant to be split
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >build/apt.log 2>&1 || {
      echo "leadlight: could not install$missing: $(tail -n 1 build/apt.log) (all of it: build/apt.log)" >&2
      exit 1
    }
  else
    echo "leadlight: the tests need$missing. Install them (Debian: apt install$missing) and run this again." >&2
    exit 1
  fi
fi

if [ ! -e tests/node_modules/.ready ] || [ tests/package-lock.json -nt tests/node_modules/.ready ]; then
  mkdir -p build
  (cd tests && npm ci --no-audit --no-fund --ignore-scripts) >build/npm.log 2>&1 || {
    echo "leadlight: the JavaScript tools could not be installed: $(grep -i err build/npm.log | tail -n 1) (all of it: build/npm.log)" >&2
    exit 1
  }
  touch tests/node_modules/.ready
fi
