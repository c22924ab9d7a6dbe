"""The first thing a newcomer runs: each way it can fail gives one clear sentence."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def checkout(tmp_path):
    for name in ("service/setup.sh", "service/requirements.lock", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def setup(checkout, **environment):
    return subprocess.run(
        ["/bin/sh", "service/setup.sh", "service/requirements.lock"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "HOME": str(checkout), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def an_executable(folder, script):
    path = folder / "some-python"
    path.write_text(script)
    path.chmod(0o755)
    return str(path)


def test_a_missing_python_is_named_with_what_to_install(checkout):
    done = setup(checkout, PYTHON="no-such-python")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed and 'no-such-python' was not found" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_old_python_is_named_with_its_version(checkout):
    old = an_executable(checkout, '#!/bin/sh\ncase "$2" in *exit*) exit 1;; *) echo 3.9.2;; esac\n')
    done = setup(checkout, PYTHON=old)
    assert done.returncode == 1
    assert "is 3.9.2" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_broken_download_says_to_check_the_network_and_where_the_log_is(checkout):
    done = setup(checkout, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull)
    assert done.returncode == 1
    assert "Check the network and run this again" in done.stderr
    assert (checkout / "build/setup.log").exists()
    assert len(done.stderr.strip().splitlines()) == 1
