"""Company names as plain words, so that names from ads and from registers can be compared."""

import re
import unicodedata

from anyascii import anyascii

# Latin, Greek, Cyrillic and Armenian; Georgian; phonetic, extended Latin and Greek; punctuation and symbols;
# CJK punctuation; extended Cyrillic and Latin. Other scripts stay as they are: two Chinese names with the same
# sound are two names, so they may not be compared by sound.
_TO_ASCII = re.compile(
    "[\u0080-\u058f\u10a0-\u10ff\u1c80-\u1cbf\u1d00-\u2bff\u3000-\u303f\ua640-\ua69f\ua720-\ua7ff\uab30-\uab6f]"
)
_DROPPED = re.compile("['`\u00b4\u02bc\u0300-\u036f\u2018\u2019]")
_WORDS = re.compile("[0-9a-z\u0080-\U0010ffff]+")

# Behind the last letter of _TO_ASCII.
_REMEMBERED_BELOW = 0xAB70

# Longest name that is read; the longest in the Hong Kong list of 2021 has 108 characters.
MAX_NAME = 300


class _Letters(dict[int, str]):
    """Code point -> how it is folded, worked out when a letter is first met: most texts use a few hundred."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        plain = anyascii(letter) if _TO_ASCII.match(letter) else letter
        folded = "" if _DROPPED.match(letter) else _DROPPED.sub("", plain).casefold()
        folded = folded.replace("&", " and ").replace("+", " and ")
        # Other scripts are folded to themselves; a text of every sign there is may not fill the memory.
        if point < _REMEMBERED_BELOW:
            self[point] = folded
        return folded


_LETTERS = _Letters()


def fold(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without marks, dots and signs; "&" and "+" become "and".

    Cyrillic, Greek and the like are written in Latin letters; Chinese and other scripts are kept. Single
    letters that follow each other are joined, so that "S.M." and "SM" are one word.
    Empty: the name holds no letter and no digit.

    >>> fold("Żółw Sp. z o.o.")
    ('zolw', 'sp', 'zoo')
    """
    return tuple(_join_single_letters(fold_text(name[:MAX_NAME])))


def fold_text(text: str) -> list[str]:
    """The words of a text of any length, folded as `fold` does, with single letters left as they stand."""
    return _WORDS.findall(unicodedata.normalize("NFKC", text).translate(_LETTERS))


def _join_single_letters(words: list[str]) -> list[str]:
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isascii() and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    if run:
        joined.append(run)
    return joined
