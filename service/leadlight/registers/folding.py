"""Company names as plain words, so that names from ads and from registers can be compared."""

import re
import unicodedata

from anyascii import anyascii

# Latin, Greek, Cyrillic and Armenian; Georgian; phonetic, extended Latin and Greek; punctuation and symbols;
# CJK punctuation; extended Cyrillic and Latin. Other scripts stay as they are: two Chinese names with the same
# sound are two names, so they may not be compared by sound.
_TO_ASCII = re.compile(
    "[\u0080-\u058f\u10a0-\u10ff\u1c80-\u1cbf\u1d00-\u2bff\u3000-\u303f\ua640-\ua69f\ua720-\ua7ff\uab30-\uab6f]+"
)
_MARKS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u02bc]")
_WORDS = re.compile("[0-9a-z\u0080-\U0010ffff]+")

# Longest name that is read; the longest in the Hong Kong list of 2021 has 108 characters.
MAX_NAME = 300


def fold(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without marks, dots and signs; "&" and "+" become "and".

    Cyrillic, Greek and the like are written in Latin letters; Chinese and other scripts are kept. Single
    letters that follow each other are joined, so that "S.M." and "SM" are one word.
    Empty: the name holds no letter and no digit.

    >>> fold("Żółw Sp. z o.o.")
    ('zolw', 'sp', 'zoo')
    """
    text = unicodedata.normalize("NFKC", name[:MAX_NAME])
    text = _APOSTROPHES.sub("", text)
    text = _TO_ASCII.sub(lambda found: anyascii(found.group()), _MARKS.sub("", text)).casefold()
    text = _APOSTROPHES.sub("", text).replace("&", " and ").replace("+", " and ")
    return tuple(_join_single_letters(_WORDS.findall(text)))


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
