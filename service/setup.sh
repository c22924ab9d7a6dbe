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

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    # Debian splits venv off from Python; as root that is mended here, without asking.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      echo "Installing python3-venv ..."
      { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv; } >"$log" 2>&1 || true
    fi
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
      stop "this Python has no venv module. Install it (Debian: apt install python3-venv) and run this again."
  fi
  echo "Making the environment in $venv ..."
  rm -rf "$venv"
  "$python" -m venv "$venv" >"$log" 2>&1 || stop "the environment could not be made: $(tail -n 1 "$log") (all of it: $log)"
fi

echo "Installing what Leadlight needs; the first time this takes a minute or two ..."
if ! {
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes -r "$lock" &&
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-build-isolation --no-deps -e .
} >"$log" 2>&1; then
  stop "a download or installation failed: $(grep -E '^ERROR|^error' "$log" | tail -n 1). Check the network and run this again (all of it: $log)."
fi
touch "$stamp"
