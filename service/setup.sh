#!/bin/sh
# Prepares .venv from a lock file. Usage: sh service/setup.sh LOCKFILE. Prints one clear sentence when it cannot.
set -eu

lock=$1
venv=.venv
stamp=$venv/.ready-$(basename "$(dirname "$lock")")
log=build/setup.log
python=${PYTHON:-python3}

stop() {
  echo "leadlight: $*" >&2
  exit 1
}

if [ -e "$stamp" ] && [ "$stamp" -nt "$lock" ] && [ "$stamp" -nt pyproject.toml ]; then
  exit 0
fi
mkdir -p build

command -v "$python" >/dev/null 2>&1 ||
  stop "Python 3.11 or newer is needed and '$python' was not found. Install it (Debian: apt install python3 python3-venv) and run this again."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "Python 3.11 or newer is needed, and '$python' is $("$python" -c 'import platform; print(platform.python_version())'). Name a newer one with: make run PYTHON=python3.11"

# Debian keeps pip apart from Python. Its own pip package is unpacked here, into build/: that needs no root.
debian_pip() {
  wheels=build/debian-pip
  rm -rf "$wheels" && mkdir -p "$wheels"
  (cd "$wheels" && { apt-get download python3-pip-whl || { [ "$(id -u)" = 0 ] && apt-get update && apt-get download python3-pip-whl; }; }) &&
    dpkg-deb -x "$wheels"/*.deb "$wheels" &&
    "$python" -m venv --without-pip "$venv" &&
    "$venv/bin/python" "$(echo "$wheels"/usr/share/python-wheels/pip-*.whl)/pip" install --no-index "$wheels"/usr/share/python-wheels/pip-*.whl
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  echo "Making the environment in $venv ..."
  rm -rf "$venv"
  if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    "$python" -m venv "$venv" >"$log" 2>&1 || stop "the environment could not be made: $(tail -n 1 "$log") (all of it: $log)"
  else
    { command -v apt-get && command -v dpkg-deb && debian_pip; } >"$log" 2>&1 ||
      stop "this Python cannot make environments. Install its venv module (Debian: apt install python3-venv) and run this again (tried: $log)."
  fi
fi

echo "Installing what Leadlight needs; the first time this takes a minute or two ..."
if ! {
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes -r "$lock" &&
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-build-isolation --no-deps -e .
} >"$log" 2>&1; then
  stop "a download or installation failed: $(grep -E '^ERROR|^error' "$log" | tail -n 1). Check the network and run this again (all of it: $log)."
fi
touch "$stamp"
