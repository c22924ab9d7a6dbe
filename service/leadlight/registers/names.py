"""Names of agencies: what part identifies them, the keys under which a register is searched, and how close two are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from leadlight.registers.folding import fold
from leadlight.registers.legal_forms import load_legal_forms

_COMMON_WORDS_FILE = Path(__file__).parent / "common_words.yml"

# Edits (letter added, lost, changed, or two swapped) up to which two names are called similar. Below the first
# length any edit makes another name ("Alfa", "Alba"); from the second on, two slips of the pen are likely.
# In a synthetic register of a million names one edit is found in 94 % and two edits in 62 % of the cases, and
# 14 % of invented names come this close to some entry: so similarity never says "listed".
ONE_EDIT_FROM = 6
TWO_EDITS_FROM = 12

# A half of a shorter word is two letters, and shared by too many.
SHORTEST_HALVED = 5


class Likeness(StrEnum):
    """How the name in an ad relates to a name on a register, from the closest to the farthest."""

    SAME = "same"
    SAME_WORDS = "same_words"
    OTHER_FORM = "other_form"
    PART = "part"
    SIMILAR = "similar"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Name:
    """A company name taken apart.

    Attributes:
        words: the identifying words, folded, without the legal form.
        forms: codes of the legal forms it is written with; empty when it names none.

    """

    words: tuple[str, ...]
    forms: frozenset[str] = frozenset()

    @property
    def joined(self) -> str:
        """The identifying words without spaces."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class NameScore:
    """How close two names are: the class, 0 to 100, and the number of edits between them."""

    likeness: Likeness
    score: float
    edits: int


@cache
def load_common_words() -> frozenset[str]:
    """Words that so many agencies have in their names that sharing them says nothing."""
    raw: dict[str, list[str]] = yaml.safe_load(_COMMON_WORDS_FILE.read_text(encoding="utf-8"))
    return frozenset(word for words in raw.values() for phrase in words for word in fold(phrase))


@lru_cache(maxsize=4096)
def take_apart(name: str) -> Name:
    """Split a name into its identifying words and its legal form. A name that is only a form keeps its words.

    >>> take_apart("OTTO Work Force Sp. z o.o.").words
    ('otto', 'work', 'force')
    """
    words = list(fold(name))
    table = load_legal_forms()
    forms: set[str] = set()
    while found := _form_at_end(words) or _form_at_start(words):
        place, form = found
        rest = words[: -len(form)] if place == "end" else words[len(form) :]
        if not rest:
            break
        forms |= table.telling_codes(form)
        words = rest
    if words and not words[-1].isascii():
        for glued in table.glued:
            if words[-1].endswith(glued) and words[-1] != glued:
                forms |= table.telling_codes((glued,))
                words[-1] = words[-1].removesuffix(glued)
                break
    return Name(tuple(words), frozenset(forms))


def _form_at_end(words: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    table = load_legal_forms()
    for length in range(min(table.longest, len(words) - 1), 0, -1):
        form = tuple(words[-length:])
        # "Messrs" and the like stand in front only; at the end they are a word of the name.
        if form in table.codes and (form not in table.leading or table.telling_codes(form)):
            return "end", form
    return None


def _form_at_start(words: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    table = load_legal_forms()
    head = tuple(words[:1])
    return ("start", head) if len(words) > 1 and head in table.leading else None


def name_keys(name: str) -> tuple[str, ...]:
    """Keys under which a register row is stored.

    Two names that are equal but for spaces, marks, script, legal form or order of words share an exact key
    (`e:` or `t:`). A row that has one word more, or another word in one place, shares the key without it (`w:`);
    names that differ in common words only, as a brand and its legal name often do, share their telling words
    (`c:`). A slip of the pen in a telling word leaves one half of it whole, and slips elsewhere leave the first
    letters of the other words, so a half and those letters make a key (`f:` front half, `b:` back half). The
    front half of the whole name (`s:`) finds names whose words were also run together.
    Empty: the name holds no letter and no digit.
    """
    parts = take_apart(name)
    if not parts.words:
        return ()
    keys = [f"e:{parts.joined}", _sorted_key("t", parts.words)]
    keys += [_sorted_key("w", rest) for rest in _without_one(parts.words)]
    keys += _telling_key(parts.words)
    keys += [*_halves(parts.words, lengths_off=(0,)), *_start_keys(parts, lengths_off=(0,))]
    return tuple(dict.fromkeys(keys))


def exact_keys(name: str) -> tuple[str, ...]:
    """Keys that find the same name (see `name_keys`). Empty: the name holds no letter and no digit."""
    parts = take_apart(name)
    return (f"e:{parts.joined}", _sorted_key("t", parts.words)) if parts.words else ()


def near_keys(name: str) -> tuple[str, ...]:
    """Keys that find names that may be similar (see `name_keys`). Empty: the name holds no letter and no digit."""
    parts = take_apart(name)
    if not parts.words:
        return ()
    near = [_sorted_key("w", parts.words)]
    for rest in _without_one(parts.words):
        near += [_sorted_key("w", rest), _sorted_key("t", rest)]
    near += _telling_key(parts.words)
    # The word in the register may be a letter shorter or longer, so its halves may be as well.
    near += [*_halves(parts.words, lengths_off=(-1, 0, 1)), *_start_keys(parts, lengths_off=(-1, 0, 1))]
    return tuple(dict.fromkeys(near))


def _sorted_key(kind: str, words: Sequence[str]) -> str:
    return f"{kind}:{' '.join(sorted(words))}"


def _without_one(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    rests = (words[:place] + words[place + 1 :] for place in range(len(words)))
    return [rest for rest in rests if rest and _is_telling(rest)]


def _telling_key(words: Sequence[str]) -> list[str]:
    telling = sorted(word for word in words if _is_telling((word,)))
    return [f"c:{' '.join(telling)}"] if telling else []


def _halves(words: tuple[str, ...], *, lengths_off: Sequence[int]) -> Iterator[str]:
    shortest = SHORTEST_HALVED + min(lengths_off)
    # A name of common words only ("First Choice Recruitment") is told from others by all of them together.
    any_word = not _is_telling(words)
    for place, word in enumerate(words):
        if len(word) < shortest or not (any_word or _is_telling((word,))):
            continue
        others = "".join(sorted(other[0] for other in words[:place] + words[place + 1 :]))
        for length in {max(2, (len(word) + off) // 2) for off in lengths_off}:
            yield f"f:{word[:length]} {others}"
            yield f"b:{word[-length:]} {others}"


def _start_keys(parts: Name, *, lengths_off: Sequence[int]) -> list[str]:
    # Half a name that begins with common words ("Agencja Pracy …") is shared by too many rows to be of use.
    if len(parts.joined) < ONE_EDIT_FROM - 1 or not _is_telling(parts.words[:1]):
        return []
    halves = dict.fromkeys((len(parts.joined) + off) // 2 for off in lengths_off)
    return [f"s:{parts.joined[:half]}" for half in halves]


def _is_telling(words: Sequence[str]) -> bool:
    common = load_common_words()
    for word in words:  # noqa: SIM110 - ten times for each name of a list: a generator costs half as much again
        if len(word) > 1 and word not in common:
            return True
    return False


def compare(one: str, other: str) -> NameScore:
    """How close two names are, and in what way.

    `same`: equal but for case, marks, script, spaces and a compatible legal form. `same_words`: the same words
    in another order. `other_form`: equal, but each names another legal form, so two companies. `part`: all
    words of one stand in the other and one of them is telling (a brand and its legal name). `similar`: one
    edit apart, or two for long names, with the same digits. A score is 100 for equal names, else the share of
    letters that agree.
    """
    first, second = take_apart(one), take_apart(other)
    edits = OSA.distance(first.joined, second.joined)
    score = 100.0 * OSA.normalized_similarity(first.joined, second.joined)
    return NameScore(_likeness(first, second, edits), score, edits)


def _likeness(first: Name, second: Name, edits: int) -> Likeness:
    if not first.words or not second.words:
        return Likeness.DIFFERENT
    if edits == 0 or sorted(first.words) == sorted(second.words):
        if first.forms and second.forms and not first.forms & second.forms:
            return Likeness.OTHER_FORM
        return Likeness.SAME if edits == 0 else Likeness.SAME_WORDS
    if edits <= _allowed_edits(first.joined, second.joined) and _digits(first) == _digits(second):
        return Likeness.SIMILAR
    small, large = sorted((set(first.words), set(second.words)), key=len)
    return Likeness.PART if small < large and _is_telling(tuple(small)) else Likeness.DIFFERENT


def _allowed_edits(one: str, other: str) -> int:
    shortest = min(len(one), len(other))
    return 2 if shortest >= TWO_EDITS_FROM else 1 if shortest >= ONE_EDIT_FROM else 0


def _digits(name: Name) -> list[str]:
    return [letter for letter in name.joined if letter.isdigit()]
