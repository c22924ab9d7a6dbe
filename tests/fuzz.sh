#!/bin/sh
# Asks every operation that the service describes with made-up input: all checks of schemathesis, so many examples each.
# Usage: BIN=.venv/bin sh tests/fuzz.sh EXAMPLES
#
# positive_data_acceptance is left out: whether a link can be fetched, or a file holds an ad, is no matter of a schema,
# and a request that is well formed may be answered with a problem in words.
set -eu
examples="$1"
port="${PORT:-18431}"
[ -x build/fuzz/bin/schemathesis ] || { python3 -m venv build/fuzz && build/fuzz/bin/pip install -q "schemathesis==4.32.5"; }
data=$(mktemp -d)
LEADLIGHT_DATA_DIR="$data" LEADLIGHT_MEANING_BUDGET_MS=0 LEADLIGHT_FETCH_BUDGET_MS=2000 \
  "$BIN/leadlight" serve --port "$port" 2>"$data/log" &
service=$!
trap 'kill $service; wait $service || true; rm -rf "$data"' EXIT
# Describing itself takes a moment the first time.
for _ in $(seq 60); do
  "$BIN/python" -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/openapi.json', timeout=60)" 2>/dev/null && break
  sleep 1
done
build/fuzz/bin/schemathesis --config-file tests/schemathesis.toml run "http://127.0.0.1:$port/openapi.json" --checks all \
  --exclude-checks positive_data_acceptance --phases coverage,fuzzing -n "$examples" --request-timeout 30
