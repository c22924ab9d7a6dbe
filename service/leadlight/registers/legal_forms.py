"""Legal forms of companies ("Ltd", "Sp. z o.o.", "ЕООД"): the table, and how it is made from the GLEIF list."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from leadlight.registers.folding import fold

_TABLE = Path(__file__).parent / "legal_forms.csv"
_EXTRA = Path(__file__).parent / "legal_forms_extra.csv"

_SAYS_NOTHING = "X-NONE"

# A one-letter form ("K", "S") would eat the end of ordinary names.
SHORTEST_FORM = 2

# Written-out forms longer than this are descriptions ("company limited by guarantee with …"), not name parts.
LONGEST_FORM_WORDS = 7


class LegalForms:
    """The legal forms as folded words, each with the codes of the forms it can mean.

    Two spellings belong to one form when they share a code ("Ltd" and "Limited").
    """

    def __init__(self, rows: Iterable[tuple[str, str, bool]]) -> None:
        codes: dict[tuple[str, ...], set[str]] = defaultdict(set)
        leading: set[tuple[str, ...]] = set()
        for form, form_codes, leads in rows:
            words = tuple(form.split())
            codes[words].update(form_codes.split())
            if leads:
                leading.add(words)
        self.codes: Mapping[tuple[str, ...], frozenset[str]] = MappingProxyType(
            {words: frozenset(found) for words, found in codes.items()}
        )
        self.leading = frozenset(leading)
        self.longest = max(map(len, self.codes), default=0)
        # Chinese and Japanese forms are written without a space before them.
        self.glued = tuple(sorted((w[0] for w in self.codes if not w[0].isascii()), key=len, reverse=True))

    def telling_codes(self, form: tuple[str, ...]) -> frozenset[str]:
        """Codes that a form can mean. Empty: it says nothing about the kind of company ("Co", "Messrs")."""
        codes = self.codes[form]
        return frozenset() if _SAYS_NOTHING in codes else codes


@cache
def load_legal_forms() -> LegalForms:
    """The bundled table, with the additions that the GLEIF list lacks."""
    rows = []
    for path in (_TABLE, _EXTRA):
        with path.open(encoding="utf-8", newline="") as file:
            lines = (line for line in file if not line.startswith("#"))
            rows += [(row["form"], row["codes"], row.get("leads") == "yes") for row in csv.DictReader(lines)]
    return LegalForms(rows)


def table_from_gleif(rows: Iterable[Mapping[str, str]], *, left_out: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Derive the compact table from the rows of the GLEIF list of entity legal forms.

    Kept: every abbreviation, local and transliterated, of at least two letters; and the written-out form when
    it has two to seven words and an abbreviation exists, because only such forms are used as part of names
    ("Trust" and "Foundation" are names). Forms in `left_out` are words of their own in some language.

    Returns:
        (folded form, space-separated codes), sorted.

    """
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        short = [row[name] for name in ("Abbreviations Local language", "Abbreviations transliterated")]
        abbreviations = [part.strip() for cell in short for part in cell.split(";") if part.strip()]
        names = [row[name] for name in row if name.startswith("Entity Legal Form name")]
        written_out = [name for name in names if abbreviations and 1 < len(name.split()) <= LONGEST_FORM_WORDS]
        for form in (*abbreviations, *written_out):
            folded = " ".join(fold(form))
            if len(folded) >= SHORTEST_FORM and len(folded.split()) <= LONGEST_FORM_WORDS:
                codes[folded].add(row["ELF Code"])
    return [(form, " ".join(sorted(found))) for form, found in sorted(codes.items()) if form not in left_out]
