"""The packages for the stores: complete, the same each time, and without what readers do not need."""

import importlib.util
import json
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import leadlight

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
MANIFEST = json.loads((EXTENSION / "manifest.json").read_text())
NAMED = re.compile(r"""(?:import|from) "(\.[^"]+)"|(?:src|href)="([^"#:]+\.\w+)"|"(/(?:content|platform)/[^"]+)\"""")
"""Files that code or a page names: imports, links, and content scripts."""
WEB_EXT = ROOT / "tests/node_modules/.bin/web-ext"


def load_maker(extension: Path) -> ModuleType:
    """Load the script that makes the packages; it is run by hand and belongs to no module."""
    spec = importlib.util.spec_from_file_location("make_packages", extension / "store/make_packages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def packages() -> ModuleType:
    """The script."""
    return load_maker(EXTENSION)


@pytest.fixture(scope="module")
def made(packages: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both packages."""
    folder = tmp_path_factory.mktemp("packages")
    return {browser: packages.write_package(browser, folder) for browser in ("chrome", "firefox")}


def test_the_version_is_the_same_everywhere(made: dict[str, Path]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert MANIFEST["version"] == leadlight.__version__ == project
    assert made["chrome"].name == f"leadlight-chrome-{project}.zip"


def test_the_same_tree_gives_the_same_bytes(packages: ModuleType, made: dict[str, Path], tmp_path: Path) -> None:
    assert packages.write_package("firefox", tmp_path).read_bytes() == made["firefox"].read_bytes()


@pytest.mark.parametrize("browser", ["chrome", "firefox"])
def test_everything_that_the_code_names_is_in_the_package(made: dict[str, Path], browser: str) -> None:
    with zipfile.ZipFile(made[browser]) as package:
        names = set(package.namelist())
        texts = {name: package.read(name).decode() for name in names if name.endswith((".html", ".js"))}
    for name, text in texts.items():
        folder = (EXTENSION / name).parent
        named = NAMED.findall(text)
        for relative, linked, absolute in named:
            target = relative or linked or absolute
            path = EXTENSION / target.lstrip("/") if target.startswith("/") else (folder / target).resolve()
            assert path.relative_to(EXTENSION).as_posix() in names, f"{name} names {target}"
    languages = {path.name for path in (EXTENSION / "rules/texts").iterdir()}
    assert {f"rules/texts/{name}" for name in languages} | {"rules/pack.json", "boards/boards.json"} <= names
    assert not [name for name in names if name.startswith("store/") or name.endswith((".md", ".ts", ".py", ".yml"))]


def test_each_manifest_holds_only_what_its_browser_reads(made: dict[str, Path]) -> None:
    manifests = {}
    for browser, path in made.items():
        with zipfile.ZipFile(path) as package:
            manifests[browser] = json.loads(package.read("manifest.json"))
    assert "browser_specific_settings" not in manifests["chrome"]
    assert manifests["chrome"]["background"] == {"service_worker": "background.js", "type": "module"}
    assert manifests["firefox"]["background"] == {"scripts": ["background.js"], "type": "module"}
    for manifest in manifests.values():
        assert manifest["permissions"] == MANIFEST["permissions"]
        assert manifest["optional_host_permissions"] == MANIFEST["optional_host_permissions"]


def test_the_lint_of_the_firefox_store_has_nothing_to_say(made: dict[str, Path]) -> None:
    command = [str(WEB_EXT), "lint", "--source-dir", str(made["firefox"]), "--output", "json", "--no-config-discovery"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout)
    assert told["errors"] == []
    assert [warning["code"] for warning in told["warnings"]] == []
