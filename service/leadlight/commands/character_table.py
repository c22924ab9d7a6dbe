"""Makes shared_rules/characters.json: the one table of characters that both engines read.

The table is frozen: it is made by `leadlight rules characters`, committed, and never made at run time.
Unicode changes every year and differs between Python versions and browsers; two engines that asked their
own run time would disagree about the same ad.
"""

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

TABLE_VERSION = 1

# Letters and digits of the alphabets that European job ads use, and the letter forms that stand in for them.
LETTER_BLOCKS = (
    (0x0030, 0x02AF),  # Latin
    (0x0370, 0x058F),  # Greek, Cyrillic, Armenian
    (0x05D0, 0x05EA),  # Hebrew
    (0x0620, 0x06FF),  # Arabic
    (0x10A0, 0x10FF),  # Georgian
    (0x1C80, 0x1C8F),  # Cyrillic
    (0x1E00, 0x1FFF),  # Latin and Greek with marks
    (0x2100, 0x214F),  # letter-like symbols
    (0x24B6, 0x24E9),  # letters in circles
    (0x2C60, 0x2C7F),  # Latin
    (0xA640, 0xA69F),  # Cyrillic
    (0xA720, 0xA7FF),  # Latin
    (0xFB00, 0xFB06),  # ligatures
    (0xFF10, 0xFF5A),  # full width
    (0x1D400, 0x1D7FF),  # mathematical letters
    (0x1F130, 0x1F189),  # letters in squares and circles
)
CIRCLED = range(0x24B6, 0x24EA)
STYLED_BLOCKS = ((0x2100, 0x214F), (0x24B6, 0x24E9), (0xFF10, 0xFF5A), (0x1D400, 0x1D7FF), (0x1F130, 0x1F189))
MARK_BLOCKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x1AB0, 0x1AC0),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0x2DE0, 0x2DFF),
    (0xA66F, 0xA672),
    (0xFE20, 0xFE2F),
)
SOFT_HYPHEN_AND_SELECTORS = ((0x00AD, 0x00AD), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# Characters without width. Honest text has them at the edges of words; inside a word they cut it in two for a machine.
ZERO_WIDTH = (
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xE0020, 0xE007F),
)
OVERLAYS = ((0x0334, 0x0338), (0x20D2, 0x20D3), (0x20D8, 0x20DA), (0x20DD, 0x20E0))
# Letters that Unicode does not take apart although readers type them with plain letters.
PLAIN_LETTERS = {
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ς": "σ", "ґ": "г",
    "þ": "th", "ĸ": "k", "ƀ": "b", "ɓ": "b", "ɡ": "g", "ɩ": "i", "ɑ": "a", "ß": "ss", "ſ": "s",
}  # fmt: skip
LATIN_TO_CYRILLIC = dict(zip("abcehijkmopstxy", "авсеніјкморѕтху", strict=True))
LATIN_TO_GREEK = dict(zip("abehikmnoptuxyvz", "αβεηικμνορτυχγνζ", strict=True))
CYRILLIC_TO_LATIN = {v: k for k, v in LATIN_TO_CYRILLIC.items()} | dict(zip("ԁԛԝѵһӏ", "dqwvhl", strict=True))
GREEK_TO_LATIN = {v: k for k, v in reversed(LATIN_TO_GREEK.items())} | {"ν": "v", "γ": "y", "ω": "w"}
LEET = dict(zip("013457", "oieast", strict=True))
# Signs that people put inside a word so that a search does not find it: emoji and other pictures, stars, bars.
FILLERS = (
    (0x2A, 0x2A),
    (0x5E, 0x5F),
    (0x7C, 0x7C),
    (0x7E, 0x7E),
    (0x2190, 0x23FF),
    (0x2500, 0x25A9),
    (0x25AB, 0x25E5),
    (0x25E7, 0x27BF),
    (0x2900, 0x2BFF),
    (0x1F000, 0x1F12F),
    (0x1F18A, 0x1FAFF),
)
LETTER_LIKE = {"@": "a", "$": "s", "€": "e"}
SPACES = [*range(0x09, 0x0E), *range(0x1C, 0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F]
SPACES += [0x205F, 0x3000]
STOPS = ".!?…"  # end a sentence before a space or the end
CLOSING = "\"'”’»“)]"  # may stand between a stop and the space
BREAKS = ";•·▪◦\u0003"  # end a sentence wherever they stand
# A line break ends a sentence unless the next line goes on with a small letter, a digit or one of these.
LINE_GOES_ON = "([\"'„“”«‘’,)]%&/€$£:.…!?=~"


def character_table() -> dict[str, Any]:
    """Build the table from the Unicode data of this Python, with every choice written above."""
    ignored = _points((*MARK_BLOCKS, *SOFT_HYPHEN_AND_SELECTORS, *ZERO_WIDTH))
    letters: list[int] = []
    folds: dict[int, str] = {}
    for point in sorted(_points(LETTER_BLOCKS) - ignored):
        if not _is_letter(point):
            continue
        folded = _fold(point)
        if folded and all(unicodedata.category(c)[0] == "L" or c.isdecimal() for c in folded):
            letters.append(point)
            if folded != chr(point):
                folds[point] = folded
    upper = [p for p in letters if unicodedata.category(chr(p)) in ("Lu", "Lt")]
    runs, strings = _compact(folds)
    return {
        "version": TABLE_VERSION,
        "unicode": unicodedata.unidata_version,
        "letters": _ranges(letters),
        "upper": _strided(upper),
        "ignored": _ranges(sorted(ignored)),
        "zero_width": [list(r) for r in ZERO_WIDTH],
        "styled": [list(r) for r in (*STYLED_BLOCKS, *OVERLAYS)],
        "spaces": _ranges(sorted(SPACES)),
        "stops": STOPS,
        "closing": CLOSING,
        "breaks": BREAKS,
        "line_goes_on": LINE_GOES_ON,
        "fold_runs": runs,
        "fold_strings": strings,
        "latin_to_cyrillic": LATIN_TO_CYRILLIC,
        "latin_to_greek": LATIN_TO_GREEK,
        "cyrillic_to_latin": CYRILLIC_TO_LATIN,
        "greek_to_latin": GREEK_TO_LATIN,
        "leet": LEET,
        "fillers": [list(r) for r in FILLERS],
        "letter_like": LETTER_LIKE,
    }


def character_table_json() -> str:
    """The table as committed: one key a line, so that a change can be read in a diff."""
    lines = (f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in character_table().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _points(blocks: Iterable[tuple[int, int]]) -> set[int]:
    return {point for first, last in blocks for point in range(first, last + 1)}


def _enclosed(point: int) -> str:
    for first in (0x1F130, 0x1F150, 0x1F170):
        if first <= point < first + 26:
            return chr(ord("a") + point - first)
    return ""


def _is_letter(point: int) -> bool:
    category = unicodedata.category(chr(point))
    return bool(_enclosed(point)) or point in CIRCLED or category[0] == "L" or category == "Nd"


def _fold(point: int) -> str:
    """One character, without case, marks and style. Repeated until nothing changes."""
    text = _enclosed(point) or chr(point)
    for _ in range(5):
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
        plain = "".join(PLAIN_LETTERS.get(c, c) for c in plain.casefold())
        plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
        if plain == text:
            break
        text = plain
    return text


def _ranges(points: list[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def _strided(points: list[int]) -> list[list[int]]:
    """Runs `[first, count, step]`; capitals often stand on every other place."""
    runs: list[list[int]] = []
    for point in points:
        if runs:
            first, count, step = runs[-1]
            if count == 1 and point - first in (1, 2):
                runs[-1] = [first, 2, point - first]
                continue
            if count > 1 and point == first + count * step:
                runs[-1][1] += 1
                continue
        runs.append([point, 1, 1])
    return runs


def _compact(folds: dict[int, str]) -> tuple[list[list[int]], dict[str, list[list[int]]]]:
    """Folds to one character as runs `[first, count, step, distance]`, the others by their result."""
    by_distance: dict[int, list[int]] = {}
    longer: dict[str, list[int]] = {}
    for point, folded in folds.items():
        if len(folded) == 1:
            by_distance.setdefault(ord(folded) - point, []).append(point)
        else:
            longer.setdefault(folded, []).append(point)
    runs: list[list[int]] = []
    singles: dict[str, list[int]] = dict(longer)
    for distance, points in by_distance.items():
        for first, count, step in _strided(points):
            if count > 1:
                runs.append([first, count, step, distance])
            else:
                singles.setdefault(chr(first + distance), []).append(first)
    return sorted(runs), {text: _ranges(sorted(points)) for text, points in sorted(singles.items())}
