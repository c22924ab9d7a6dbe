"""Reads a YAML file so that every value is what its author meant, and every error names file and line.

YAML turns `no` into False, `012` into 10 and `12:30` into 750, and reads a leading `*` as a reference. Values
that YAML would turn into something else than the written characters are kept apart here (`Unquoted`), and
become an error wherever words are expected.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from leadlight.errors import RuleError

QUOTE_IT = "put it in quotes"
_STRING, _INTEGER, _NUMBER = "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
_NULL, _MERGE = "tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"
_READS_AS = {
    "tag:yaml.org,2002:bool": "yes or no",
    _INTEGER: "a number",
    _NUMBER: "a number",
    _NULL: "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
    _MERGE: "a merge",
    "tag:yaml.org,2002:value": "a default value",
}
_SIGN_FIRST = re.compile(r"(?:^\s*-\s+|[\[,{]\s*|:\s+)([*&!@%`|>?)].*)")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, for messages."""

    file: Path
    line: int

    def error(self, message: str) -> RuleError:
        """An error at this place."""
        return RuleError(f"{self.file}:{self.line}: {message}")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file: its values and where each of them stands."""

    path: Path
    values: Any
    _root: yaml.Node

    def place(self, *steps: str | int) -> Place:
        """Where the value at these keys and positions stands; the nearest that exists."""
        node = self._root
        line = node.start_mark.line
        for step in steps:
            key, child = _child(node, step)
            if child is None:
                break
            line = (key or child).start_mark.line
            node = child
        return Place(self.path, line + 1)


def read_yaml(path: Path) -> YamlFile:
    """Read one file.

    Raises:
        RuleError: not UTF-8, not YAML, a repeated key, or a value that needs quotes. Starts with `file:line:`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}:1: cannot be read ({error}): save it as UTF-8") from error
    try:
        root = _compose(text)
    except yaml.MarkedYAMLError as error:
        raise _explained(path, text, error) from error
    except yaml.YAMLError as error:
        raise RuleError(f"{path}:1: not YAML ({error}): remove the characters it names") from error
    if root is None:
        raise RuleError(f"{path}:1: the file is empty: write the rule or remove the file")
    return YamlFile(path, _value(root, path), root)


def _compose(text: str) -> yaml.Node | None:
    """Compose with the fast parser where it is built in; what it refuses is explained by the other one."""
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.compose(text, Loader=fast)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def read_model(path: Path, model: type[M]) -> tuple[M, YamlFile]:
    """Read one file as a model.

    Raises:
        RuleError: with the line of the first value that is wrong.
    """
    source = read_yaml(path)
    try:
        return model.model_validate(source.values), source
    except ValidationError as error:
        raise _of_validation(source, error) from error


def _value(node: yaml.Node, path: Path) -> Any:  # noqa: ANN401 - YAML holds anything
    place = Place(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key_node, child in node.value:
            key = _value(key_node, path)
            if not isinstance(key, str):
                written = getattr(key_node, "value", "?")
                raise Place(path, key_node.start_mark.line + 1).error(f"the key `{written}` is no word: {QUOTE_IT}")
            if key in values:
                raise Place(path, key_node.start_mark.line + 1).error(f"`{key}` stands twice: keep one of them")
            values[key] = _value(child, path)
        return values
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, path) for child in node.value]
    if node.tag == _STRING:
        return node.value
    return _scalar(node, place)


def _scalar(node: yaml.Node, place: Place) -> Any:  # noqa: ANN401 - YAML holds anything
    written = str(node.value)
    if node.tag == _NULL and written in ("null", ""):
        return None
    if node.tag == _INTEGER and written.isdecimal() and str(int(written)) == written:
        return int(written)
    if node.tag == _NUMBER and written.replace(".", "", 1).isdecimal():
        return float(written)
    if node.tag == "tag:yaml.org,2002:bool" and written in ("true", "false"):
        return written == "true"
    reads_as = _READS_AS.get(node.tag)
    if reads_as is None:
        raise place.error(f"`{node.tag}` is a YAML tag, which rules do not use: remove it, or {QUOTE_IT}")
    raise place.error(f"`{written}` reads as {reads_as} in YAML: {QUOTE_IT}")


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if key.value == step:
                return key, child
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _explained(path: Path, text: str, error: yaml.MarkedYAMLError) -> RuleError:
    mark = error.problem_mark or error.context_mark
    last = mark.line if mark else 0
    first = min(error.context_mark.line if error.context_mark else last, last)
    for number, line in enumerate(text.split("\n")[first : last + 1], start=first + 1):
        sign = _SIGN_FIRST.search(line)
        if sign:
            token = sign[1].split(",")[0].rstrip("] ")
            return Place(path, number).error(f"`{token}` starts with a sign that means something in YAML: {QUOTE_IT}")
    problem = error.problem or "not YAML"
    return Place(path, last + 1).error(f"{problem}: mend the line, and {QUOTE_IT} when a phrase holds signs")


def _of_validation(source: YamlFile, error: ValidationError) -> RuleError:
    # A key that does not exist is the likely cause of another one that is missing.
    first = min(error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    steps = [step for step in first["loc"] if step != "[key]"]
    place = source.place(*steps)
    where = ".".join(str(step) for step in steps)
    given = first.get("input")
    kind = first["type"]
    if kind == "string_type":
        message = _not_words(given)
    elif kind == "extra_forbidden":
        message = "no such key here: correct its name, or put the value before it in quotes if it holds a comma"
    elif kind == "missing":
        message = "is missing: add it"
    elif kind == "value_error":
        message = str(first["msg"]).removeprefix("Value error, ")
    else:
        message = f"{_lower(str(first['msg']))}, not `{given}`: correct it"
    return place.error(f"{where}: {message}" if where else message)


def _not_words(given: object) -> str:
    if isinstance(given, dict):
        key = next(iter(given), "")
        return f"`{key}: …` reads as a mapping in YAML: {QUOTE_IT}"
    if given is None:
        return f"nothing is written here: write words, or {QUOTE_IT}"
    if isinstance(given, bool):
        return f"`{str(given).lower()}` reads as yes or no in YAML: {QUOTE_IT}"
    return f"`{given}` reads as {'a list' if isinstance(given, list) else 'a number'} in YAML: {QUOTE_IT}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def yaml_files(folder: Path, pattern: str = "**/*.yml") -> Iterable[Path]:
    """The YAML files of a folder in a fixed order; none when the folder is missing."""
    return sorted(folder.glob(pattern))
