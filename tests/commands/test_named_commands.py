"""What the documents, the messages and the alerts tell people to type can be typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import typer.main
from typer.core import TyperGroup

from leadlight.__main__ import app

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"leadlight ([a-z]+) ([a-z]+(?:-[a-z]+)*)")
WRITTEN_IN = (
    "*.md",
    "service/**/*.md",
    "service/**/*.py",
    "service/**/*.yml",
    "service/**/*.html",
    "shared_rules/*.md",
)


def named_commands() -> Iterator[tuple[str, str, str]]:
    """File, group and command, wherever somebody is told to type one."""
    for pattern in WRITTEN_IN:
        for file in sorted(ROOT.glob(pattern)):
            for group, command in NAMED.findall(file.read_text("utf-8")):
                yield str(file.relative_to(ROOT)), group, command


def test_every_command_that_is_named_exists() -> None:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    groups = {name: set(group.commands) for name, group in root.commands.items() if isinstance(group, TyperGroup)}
    named = [one for one in named_commands() if one[1] in groups]
    assert len(named) > 20
    assert [one for one in named if one[2] not in groups[one[1]]] == []
