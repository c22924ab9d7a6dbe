"""Where some words stand in a text as whole words. For few words in a long text this beats a look at every word."""

from collections.abc import Callable, Iterable


def places_of_words(text: str, words: Iterable[str], is_part: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Where each word begins that nothing lengthens, and the word, in the order of the text.

    Args:
        text: where to look.
        words: what to look for, none empty.
        is_part: whether one sign, or "" at an end of the text, would make a word longer.
    """
    places: list[tuple[int, str]] = []
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not is_part(text[start - 1 : start]) and not is_part(text[end : end + 1]):
                places.append((start, word))
            start = text.find(word, end)
    return sorted(places)
