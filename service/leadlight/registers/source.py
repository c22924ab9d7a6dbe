"""Register sources: what `source.yml` promises about an official list, read from one folder per register."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from leadlight.errors import SourceChanged
from leadlight.registers.model import EntryStatus, RegisterEntry
from leadlight.registers.numbers import load_schemes

_SHIPPED_SOURCES = Path(__file__).parent / "sources"

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Parser = Callable[[bytes, "RegisterSource"], Iterator[RegisterEntry]]


class Kind(StrEnum):
    """What standing on the list means."""

    LICENCE = "licence"
    WARNING = "warning"
    JOB_ORDER = "job_order"


class Covers(StrEnum):
    """Whose placement the register is about, seen from its country."""

    WORK_HERE = "work_here"
    WORK_ABROAD = "work_abroad"


class Obtained(StrEnum):
    """How a new copy comes in: downloaded by the service, or handed in by staff as a file."""

    DOWNLOAD = "download"
    STAFF_FILE = "staff_file"


class CopyState(StrEnum):
    """Whether the copy of a register that is here can say who is licensed."""

    IN_USE = "in_use"
    TOO_OLD = "too_old"
    NO_COPY = "no_copy"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Publisher(_Strict):
    """The authority that keeps the register."""

    name: str
    url: str


class Data(_Strict):
    """Where and how the list is published.

    Attributes:
        url: address of the file; "" when none is published and staff export or type it.
        page: official page for people, where a reader can look for himself.
        format: format of the file that `parse.py` reads.
        delimiter: what separates the columns of a CSV file.
        obtained: how a new copy comes in.

    """

    url: str = ""
    page: str
    format: str
    delimiter: str = ","
    obtained: Obtained


class Rows(_Strict):
    """Smallest and largest number of rows that the list can have. Outside of it the file is refused."""

    min: int = Field(ge=0)
    max: int = Field(gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> "Rows":
        if self.min > self.max:
            raise ValueError("rows.min is above rows.max")
        return self


class Absence(_Strict):
    """What it means when an agency does not stand on the list.

    Attributes:
        counts: True when every agency that the ad may come from needs an entry, so absence is worth a word.
            False when the list covers a part only; then absence gives no finding.
        means: one sentence for people.

    """

    counts: bool
    means: str


class Shipped(_Strict):
    """A real snapshot that comes with Leadlight.

    Attributes:
        file: name beside source.yml.
        as_of: date of the list. Where only a year or month is known, its first day, so that the age is never
            understated; `as_of_note` then says so.
        rows: number of rows, counted when it was added.

    """

    file: str
    as_of: date
    as_of_note: str = ""
    rows: int


class RegisterSource(_Strict):
    """One official list, as its `source.yml` describes it.

    Attributes:
        id: name of the folder; never renamed.
        kind: `licence` for lists of licensed agencies; `warning` for lists of struck-off or warned-of names;
            `job_order` for lists of jobs that an authority approved for its licensed agencies.
        warning_indicator: indicator of a finding from a warning list.
        title: name for people.
        country: ISO 3166-1 alpha-2 of the authority.
        covers: whose placement the list is about. Never empty.
        publisher: the authority.
        data: where and how it is published.
        licence_of_data: terms of the data, in words.
        frequency: how often the authority renews it, in words.
        too_old_after_days: age from which the snapshot no longer says who is licensed.
        rows: limits of the number of rows.
        filled: field of RegisterEntry -> smallest share of rows in which it must be filled, 0.0 to 1.0.
        contacts_complete: True when the list gives the contacts that the agency itself advertises; only then does
            another phone alone count as a sign of impersonation.
        number_scheme: id in schemes.yml, "" when the list prints no numbers.
        status_words: word of the list, folded to lower case -> status. Unknown words refuse the file.
        coverage: one sentence: who stands on the list.
        absence: what it means not to stand on it.
        fee_law: ISO country of the fee rule in shared_rules/limits/fees, "" when there is none.
        min_years_for_foreigners: years an entry must have before foreigners may be placed; 0: no such rule.
        evidence: how well format and facts are known, in words.
        shipped: the snapshot that comes with Leadlight; None when there is none.

    """

    id: str
    kind: Kind
    title: str
    country: Country
    warning_indicator: str = "register.struck_off"
    covers: Annotated[tuple[Covers, ...], Field(min_length=1)]
    publisher: Publisher
    data: Data
    licence_of_data: str
    frequency: str
    too_old_after_days: int = Field(gt=0)
    rows: Rows
    filled: Mapping[str, Share]
    contacts_complete: bool = True
    number_scheme: str = ""
    status_words: Mapping[str, EntryStatus] = Field(default_factory=dict)
    coverage: str
    absence: Absence
    fee_law: str = ""
    min_years_for_foreigners: int = 0
    evidence: str
    shipped: Shipped | None = None
    folder: Path

    @model_validator(mode="after")
    def _known_names(self) -> "RegisterSource":
        unknown = set(self.filled) - set(RegisterEntry.__slots__)
        if unknown:
            raise ValueError(f"filled names unknown fields: {', '.join(sorted(unknown))}")
        if self.number_scheme and self.number_scheme not in load_schemes():
            raise ValueError(f"number_scheme {self.number_scheme!r} is not in schemes.yml")
        return self

    def is_too_old(self, as_of: date, today: date) -> bool:
        """Whether a snapshot of this date no longer says who is licensed today."""
        return (today - as_of).days > self.too_old_after_days

    def state_of_copy(self, as_of: date | None, today: date) -> CopyState:
        """State of a copy of this date; None: there is no copy."""
        if as_of is None:
            return CopyState.NO_COPY
        return CopyState.TOO_OLD if self.is_too_old(as_of, today) else CopyState.IN_USE

    def parser(self) -> Parser:
        """The `parse(raw, source)` of this source: bytes of the file -> rows, or `SourceChanged`."""
        parser: Parser = _parse_module(self.folder).parse
        return parser

    def shipped_bytes(self) -> bytes:
        """The shipped snapshot file.

        Raises:
            FileNotFoundError: this source ships none.
        """
        if self.shipped is None:
            raise FileNotFoundError(f"{self.id} ships no snapshot")
        return (self.folder / self.shipped.file).read_bytes()


def load_sources(folder: Path | None = None) -> Mapping[str, RegisterSource]:
    """Every register source by its id, sorted: the bundled ones, or those in another folder.

    Empty: the folder holds no source. Reads `source.yml` only; `parse.py` is loaded when it is needed.

    Raises:
        SourceChanged: a source.yml is wrong; the message names file and field.

    """
    root = folder or _SHIPPED_SOURCES
    return MappingProxyType({path.parent.name: _read(path) for path in sorted(root.glob("*/source.yml"))})


def _read(path: Path) -> RegisterSource:
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
        return RegisterSource.model_validate({**fields, "id": path.parent.name, "folder": path.parent})
    except (ValidationError, yaml.YAMLError, TypeError) as error:
        raise SourceChanged(f"{path}: {error}") from error


def _parse_module(folder: Path) -> ModuleType:
    if folder.parent == _SHIPPED_SOURCES:
        return importlib.import_module(f"leadlight.registers.sources.{folder.name}.parse")
    spec = importlib.util.spec_from_file_location(f"leadlight_register_{folder.name}", folder / "parse.py")
    if spec is None or spec.loader is None:
        raise SourceChanged(f"{folder}: no parse.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
