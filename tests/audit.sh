#!/bin/sh
# Asks the advisory database of the Python packages whether any package of the lock file of the tests, which holds those
# of the service too, has a known hole. Usage: BIN=.venv/bin sh tests/audit.sh
# Ends with 1 when there is one; with 0, and a sentence that says so, when nobody could be asked.
set -eu
tool=build/audit
log=build/audit.log
found=$tool/found.json
mkdir -p build

not_audited() {
  echo "Not audited: $*"
  exit 0
}

# Asks about the lines of a file with names and versions; nothing of them is installed. What was said is in $found.
ask() {
  rm -f $found
  $tool/bin/pip-audit -r "$1" --disable-pip --no-deps --progress-spinner off --timeout 10 -f json -o $found 2>$log || true
  [ -s $found ] || not_audited "the advisory database could not be reached; see $log."
}

[ -x $tool/bin/pip-audit ] ||
  { python3 -m venv $tool && $tool/bin/pip install -q --disable-pip-version-check "pip-audit==2.10.1"; } >$log 2>&1 ||
  not_audited "the program that audits could not be installed; see $log."
grep -o '^[A-Za-z0-9._-]*==[^ ;\\]*' tests/requirements.lock >$tool/all.txt
grep '^urllib3==' $tool/all.txt >$tool/one.txt
ask $tool/one.txt
! grep -q skip_reason $found || not_audited "the package registry in use has no advisory database."
ask $tool/all.txt
"$BIN/python" - $found <<'PYTHON'
import json, pathlib, sys

packages = json.loads(pathlib.Path(sys.argv[1]).read_text())["dependencies"]
holes = [(one, hole) for one in packages for hole in one.get("vulns", ())]
for one, hole in holes:
    print(f"{one['name']} {one['version']}: {hole['id']}; mended in {', '.join(hole['fix_versions']) or 'no version yet'}")
unknown = [one["name"] for one in packages if "skip_reason" in one]
if unknown:
    print(f"Not audited, because the database does not know them: {', '.join(unknown)}")
print(f"{len(packages) - len(unknown)} packages audited, {len(holes)} known holes.")
sys.exit(1 if holes else 0)
PYTHON
