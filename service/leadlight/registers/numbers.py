"""Licence and company numbers: compact, validate, format. One scheme per register, described in `schemes.yml`."""

import importlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

import yaml
from anyascii import anyascii
from pydantic import BaseModel, ConfigDict

_SCHEMES_FILE = Path(__file__).parent / "schemes.yml"

# The longest number of any scheme is 31 characters (India); what is longer is no number and is not read further.
MAX_WRITTEN = 80


class NumberInvalid(ValueError):
    """A number that its scheme does not allow. The message is a sentence for people."""


class Scheme(BaseModel):
    """How the numbers of one register look. Every pattern is read on upper-case ASCII.

    Attributes:
        title: what the number is called, for people.
        country: ISO 3166-1 alpha-2 of the authority that gives the number; "" when several countries share it.
        company: True for company numbers: every company has one, so it does not show an agency.
        prefix: words that may stand before the number and are dropped.
        drop: characters inside the number that carry nothing.
        pattern: the whole compact number.
        pad: shortest length; shorter numbers are filled with zeros on the left. 0: never.
        check: module of python-stdnum that knows the check digit, "" when there is none.
        show: how the number is shown; `{0}` is the compact form.
        examples: compact numbers that are valid.

    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    country: str
    company: bool = False
    prefix: str
    drop: str
    pattern: str
    pad: int = 0
    check: str = ""
    show: str
    examples: tuple[str, ...]


class _Checker(Protocol):
    def is_valid(self, number: str) -> bool: ...


@cache
def load_schemes() -> Mapping[str, Scheme]:
    """Every numbering scheme by its id ("kraz", "bd-rl" …), read from the bundled table."""
    raw = yaml.safe_load(_SCHEMES_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({name: Scheme.model_validate(fields) for name, fields in raw.items()})


def compact(scheme: str, written: str) -> str:
    """Write a number the one way in which registers and ads are compared. Does not judge it.

    Empty when nothing of a number is left; that differs from a number which breaks its scheme (see `validate`).

    Raises:
        KeyError: no such scheme.

    >>> compact("kraz", "nr certyfikatu 16 570")
    '16570'
    >>> compact("bd-rl", "RL-10")
    '0010'
    """
    rule = load_schemes()[scheme]
    text = anyascii(written[:MAX_WRITTEN]).upper()
    prefix, drop = _patterns(rule.prefix, rule.drop)
    # What is dropped may join letters to a word that stands before numbers ("N:O"), so until nothing changes.
    before = ""
    while text != before:
        before = text
        text = drop.sub("", prefix.sub(" ", text))
    return text.zfill(rule.pad) if text else ""


@cache
def _patterns(prefix: str, drop: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"(?<![A-Z0-9])(?:{prefix})(?![A-Z])"), re.compile(drop)


def validate(scheme: str, written: str) -> str:
    """Compact form of a number that its scheme allows.

    Raises:
        KeyError: no such scheme.
        NumberInvalid: wrong shape, or the check digit does not fit.

    """
    rule = load_schemes()[scheme]
    number = compact(scheme, written)
    if not re.fullmatch(rule.pattern, number):
        raise NumberInvalid(f"“{written[:MAX_WRITTEN]}” does not have the form of a number of: {rule.title}.")
    if rule.check and not cast("_Checker", importlib.import_module(rule.check)).is_valid(number):
        raise NumberInvalid(f"The check digit of “{written[:MAX_WRITTEN]}” does not fit: {rule.title}.")
    return number


def is_valid(scheme: str, written: str) -> bool:
    """Whether a number has the form, and the check digit, of its scheme."""
    try:
        validate(scheme, written)
    except NumberInvalid:
        return False
    return True


def format_number(scheme: str, number: str) -> str:
    """A compact number as its authority writes it."""
    return load_schemes()[scheme].show.format(number)


def shows_agency(scheme: str) -> bool:
    """Whether a number of this scheme is given to agencies only. An unknown scheme is taken for a licence number."""
    known = load_schemes().get(scheme)
    return known is None or not known.company
