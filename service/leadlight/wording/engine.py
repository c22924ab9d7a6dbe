"""The matcher: finds the places of a text that the rules of a pack ask for.

What counts as a match (the reference in tests/wording/reference.py says the same, slowly):

1. A phrase *occurs* at a word when its elements follow each other inside one sentence. Of the ends that are
   possible from one start, the nearest counts.
2. A unit is one indicator in one language. A *window* of a unit holds one occurrence of each of its groups of
   slots, in any order, inside one sentence, with at most `within_words` words from each to the next one. Only
   windows that contain no smaller one count.
3. A window with a guard inside it, or at most `within_words` words from it on the right side, is dropped.
4. The windows of all units of an indicator: again only those without a smaller one inside, from left to right,
   not overlapping, at most MOST_QUOTES in all fields together.
5. A rule that looks for disguised words fires on each word inside those windows that fits its rule only through a
   disguise.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from leadlight.wording.characters import LINE_SIGN, Characters
from leadlight.wording.compile import PACK_FORMAT
from leadlight.wording.latin_letters import FEWEST_TELLS, latin_letters_of
from leadlight.wording.packed_phrases import phrases_of, starts_of
from leadlight.wording.places import BREAK_SIGN, Place, matches_of
from leadlight.wording.search import Acquaintances, Seen, companies_of, look, search_near
from leadlight.wording.second_view import Cut, cuts_of, cuts_of_matches, second_view, with_joined
from leadlight.wording.tokens import BREAK, Token
from leadlight.wording.units import MOST_QUOTES, Memory, Unit, Window, tightest, units_of
from leadlight.wording.vocabulary import Vocabulary

END_OF_SENTENCE: Cut = (0, 0, None, False)

ANOTHER_SIGN = "\u0001"
"""Separates words as LINE_SIGN does where an ad itself has it."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An indicator seen in a field: code points `start` to `end`."""

    field: str
    start: int
    end: int
    indicator: str


class Engine:
    """The rules of a pack, ready to match. Holds no state but its memory of words; threads may share it.

    Raises:
        ValueError: the pack has another format than this program reads.
    """

    def __init__(self, pack: Mapping[str, Any], *, characters: Characters | None = None) -> None:
        if pack.get("format") != PACK_FORMAT:
            raise ValueError(f"the pack has format {pack.get('format')!r}: build it again with `leadlight rules build`")
        self.pack = pack
        self.characters = characters or Characters(pack["characters"])
        phrases = list(phrases_of(pack["phrases"]))
        self.units = units_of(pack["units"], phrases)
        # A unit is looked at when its rarest group is found; the others are looked up in what else was found.
        self._units_of: dict[int, list[Unit]] = {}
        for unit in self.units:
            for slot in unit.groups[0]:
                self._units_of.setdefault(slot, []).append(unit)
        searched = {slot for unit in self.units for group in unit.groups for slot in group}
        self._starts = starts_of(phrases, searched, companies_of(self.units, phrases))
        self._atoms: list[str] = pack["atoms"].split("\n") if pack["atoms"] else []
        self._alphabets = latin_letters_of(pack["latin"])
        tells: dict[str, tuple[int, ...]] = {}
        for number, alphabet in enumerate(self._alphabets):
            for word in alphabet.tells:
                tells[word] = (*tells.get(word, ()), number)
        numbered = [(atom, number) for number, atom in enumerate(self._atoms)]
        self.vocabulary = Vocabulary(numbered, self._starts, self.characters, tells)
        self._spelled: dict[int, Vocabulary] = {}
        self._acquaintances = Acquaintances()
        self._pieces = self.vocabulary.pieces
        self._ids: list[str] = [indicator["id"] for indicator in pack["indicators"]]
        self._disguised = [indicator["id"] for indicator in pack["indicators"] if indicator.get("disguised")]

    def match(self, fields: Iterable[tuple[str, str]]) -> list[Hit]:
        """Find every indicator in the fields of an ad, each field on its own, in the order given.

        Returns:
            Hits by field, then by place. Empty means that the rules saw nothing.
        """
        hits: list[Hit] = []
        left = dict.fromkeys(range(len(self._ids)), MOST_QUOTES)
        hidden_left = MOST_QUOTES
        for field, text in fields:
            matches = self._matches(text)
            chosen = [match for group in _by_indicator(matches) for match in _choose(group, left)]
            found = sorted((match.start, match.end, match.unit.indicator) for match in chosen)
            hits += [Hit(field, start, end, self._ids[i]) for start, end, i in found]
            if self._disguised and hidden_left:
                words = sorted({word for match in chosen for word in matches[match]})[:hidden_left]
                hidden_left -= len(words)
                hits += [Hit(field, start, end, id_) for start, end in words for id_ in self._disguised]
        return hits

    def _matches(self, text: str) -> dict[Window, tuple[Place, ...]]:
        """Windows of every view of a text, counted in code points, each with its disguised words."""
        marked = self._marked(text)
        pieces = self._read(marked)
        tokens = _flat(pieces)
        seen = look(tokens, self._acquaintances)
        matches: dict[Window, tuple[Place, ...]] = {}
        windows = self._windows(seen, tokens)
        if windows:
            words = matches_of([(w.start, w.end) for w in windows], text, marked, map(len, pieces), self.characters)
            matches = _in_text(windows, tokens, {number: word.span() for number, word in words.items()})
        # What an earlier view found keeps its disguised words.
        if seen.apart:
            stretches = list(_sentences_around(seen.apart, tokens))
            words = matches_of(stretches, text, marked, map(len, pieces), self.characters)
            matches = self._seen_in(self._joined_view(text, stretches, words), self.vocabulary) | matches
        if len(seen.telling) >= FEWEST_TELLS:
            for view, vocabulary in self._latin_views(text, tokens, seen.telling):
                matches = self._seen_in(view, vocabulary) | matches
        return matches

    def _joined_view(
        self, text: str, stretches: Iterable[tuple[int, int]], words: Mapping[int, re.Match[str]]
    ) -> list[Cut]:
        """The sentences that take words apart, with these words joined; the other sentences have no second view."""
        view: list[Cut] = []
        for low, high in stretches:
            cuts = cuts_of_matches(map(words.__getitem__, range(low, high)))
            joined = with_joined(text, cuts, self.characters)
            if joined:
                view += [*joined, END_OF_SENTENCE]
        return view

    def _latin_views(
        self, text: str, tokens: list[Token], telling: Sequence[int]
    ) -> Iterator[tuple[list[Cut], Vocabulary]]:
        """The text with its Latin letters read as those of other alphabets."""
        cuts = cuts_of(text, self.characters)
        view: list[Cut] | None = None
        for number in range(len(self._alphabets)):
            words = {self.characters.fold(cuts[p][2] or "") for p in telling if number in tokens[p].tells}
            if len(words) >= FEWEST_TELLS:
                view = view or second_view(text, self.characters) or cuts
                yield view, self._vocabulary_in_latin(number)

    def _seen_in(self, view: Sequence[Cut], vocabulary: Vocabulary) -> dict[Window, tuple[Place, ...]]:
        tokens = [
            BREAK if word is None else vocabulary.joined(word) if joined else vocabulary.remembered(word)
            for _, _, word, joined in view
        ]
        tokens.append(BREAK)
        windows = self._windows(look(tokens, self._acquaintances), tokens)
        return _in_text(windows, tokens, [(start, end) for start, end, _, _ in view])

    def _vocabulary_in_latin(self, number: int) -> Vocabulary:
        vocabulary = self._spelled.get(number)
        if vocabulary is None:
            numbered = [(atom, place) for place, atom in enumerate(self._atoms)]
            spelled = self._alphabets[number].spelled_atoms(self._atoms)
            vocabulary = self._spelled[number] = Vocabulary([*numbered, *spelled], self._starts, self.characters)
        return vocabulary

    def tokens(self, text: str) -> list[Token]:
        """Classes of the words of a text, with BREAK where a sentence ends and at the very end."""
        return _flat(self._read(self._marked(text)))

    def _marked(self, text: str) -> str:
        """The text with its line breaks as words, so that splitting at spaces does not lose them."""
        if LINE_SIGN in text:
            text = text.replace(LINE_SIGN, ANOTHER_SIGN)
        if "\u2029" in text or self.characters.indented_line.search(text):
            return self.characters.line_break.sub(BREAK_SIGN, text)
        return text.replace("\n", " " + LINE_SIGN) if "\n" in text else text

    def _read(self, marked: str) -> list[tuple[Token, ...]]:
        return list(map(self._pieces.__getitem__, marked.split()))

    def _windows(self, seen: Seen, tokens: list[Token]) -> list[Window]:
        found = seen.found
        units = {id(unit): unit for slot in found for unit in self._units_of.get(slot, ())}
        windows: list[Window] = []
        memory: Memory = {}
        for unit in units.values():
            if unit.others and not (search_near(unit, seen, tokens, self._acquaintances) and unit.may_match(found)):
                continue
            windows += unit.windows(found, tokens, memory)
        return windows


def _by_indicator(windows: Iterable[Window]) -> Iterable[list[Window]]:
    groups: dict[int, list[Window]] = {}
    for window in windows:
        groups.setdefault(window.unit.indicator, []).append(window)
    return groups.values()


def _choose(windows: list[Window], left: dict[int, int]) -> list[Window]:
    """From left to right, not overlapping, as many as may still be quoted."""
    chosen: list[Window] = []
    end = -1
    for window in tightest(windows):
        if window.start >= end and left[window.unit.indicator] > 0:
            left[window.unit.indicator] -= 1
            chosen.append(window)
            end = window.end
    return chosen


def _flat(pieces: Iterable[tuple[Token, ...]]) -> list[Token]:
    return [*chain.from_iterable(pieces), BREAK]


def _in_text(
    windows: Iterable[Window], tokens: Sequence[Token], places: Mapping[int, Place] | Sequence[Place]
) -> dict[Window, tuple[Place, ...]]:
    """Windows counted in code points instead of words, each with the places of its disguised words."""
    return {
        Window(places[window.start][0], places[window.end - 1][1], window.unit): tuple(
            places[word]
            for word in range(window.start, window.end)
            if not tokens[word].hidden.isdisjoint(window.unit.atoms)
        )
        for window in windows
    }


def _sentences_around(places: Iterable[int], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First word and the place behind the last one of each sentence with one of the places, given in rising order.

    Sentences that follow each other come as one: a sign that ends a sentence may also cut a word.
    """
    low = high = 0
    for place in places:
        if place < high:
            continue
        if any(token is not BREAK for token in tokens[high:place]):
            if high > low:
                yield low, high
            low = place
            while low > high and tokens[low - 1] is not BREAK:
                low -= 1
        high = place
        while tokens[high] is not BREAK:
            high += 1
    yield low, high
