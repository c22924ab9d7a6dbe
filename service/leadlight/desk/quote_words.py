"""Cuts the words around a quote at a space, so that no half word is shown. Pure."""

from leadlight.findings import QUOTE_CONTEXT

ELLIPSIS = "…"


def words_before(prefix: str) -> str:
    """The words before a quote; a beginning that may be half a word becomes "…".

    >>> words_before("nce and no English needed. Earn ")
    '… and no English needed. Earn '
    """
    if len(prefix) < QUOTE_CONTEXT:
        return prefix
    _, space, rest = prefix.partition(" ")
    return f"{ELLIPSIS} {rest}" if space else prefix


def words_after(suffix: str) -> str:
    """The words after a quote; an end that may be half a word becomes "…".

    >>> words_after(". Easy work, the rest is explain")
    '. Easy work, the rest is …'
    """
    if len(suffix) < QUOTE_CONTEXT:
        return suffix
    rest, space, _ = suffix.rpartition(" ")
    return f"{rest} {ELLIPSIS}" if space else suffix
