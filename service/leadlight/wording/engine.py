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

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any, NamedTuple

from leadlight.wording.characters import LINE_SIGN, Characters
from leadlight.wording.compile import PACK_FORMAT
from leadlight.wording.latin_letters import FEWEST_TELLS, latin_letters_of
from leadlight.wording.places import BREAK_SIGN, Place, places_of
from leadlight.wording.second_view import SHORTEST_RUN, Cut, cuts_of, second_view
from leadlight.wording.units import MOST_QUOTES, Memory, Unit, Window, tightest, units_of
from leadlight.wording.vocabulary import BREAK, CUT, NONE, SINGLE, Search, Start, Step, Token, Vocabulary
from leadlight.wording.walk import walk_back, walk_forward

ANOTHER_SIGN = "\u0001"
"""Separates words as LINE_SIGN does where an ad itself has it."""

Occurrences = dict[int, dict[int, int]]
"""Slot -> start -> nearest end."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An indicator seen in a field: code points `start` to `end`."""

    field: str
    start: int
    end: int
    indicator: str


class Seen(NamedTuple):
    """What the search saw in a text.

    Attributes:
        found: occurrences of slots.
        near: places of words from which other groups would be searched.
        odd: places of words that call for a second view.
        done: places of `near` that were searched.

    """

    found: Occurrences
    near: list[int]
    odd: list[int]
    done: set[int]


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
        phrases = list(_phrases(pack["phrases"]))
        self.units = units_of(pack["units"], phrases)
        # A unit is looked at when its rarest group is found; the others are looked up in what else was found.
        self._units_of: dict[int, list[Unit]] = {}
        for unit in self.units:
            for slot in unit.groups[0]:
                self._units_of.setdefault(slot, []).append(unit)
        searched = {slot for unit in self.units for group in unit.groups for slot in group}
        rarest = set(self._units_of)
        starts: dict[int, list[Start]] = {}
        for slot, steps, anchor in phrases:
            if slot in searched:
                start = _start(slot, steps, anchor, first=slot in rarest)
                for atom in steps[anchor][1]:
                    starts.setdefault(atom, []).append(start)
        self._starts = starts
        self._atoms: list[str] = pack["atoms"].split("\n") if pack["atoms"] else []
        self._alphabets = latin_letters_of(pack["latin"])
        tells: dict[str, tuple[int, ...]] = {}
        for number, alphabet in enumerate(self._alphabets):
            for word in alphabet.tells:
                tells[word] = (*tells.get(word, ()), number)
        numbered = [(atom, number) for number, atom in enumerate(self._atoms)]
        self.vocabulary = Vocabulary(numbered, starts, self.characters, tells)
        self._spelled: dict[int, Vocabulary] = {}
        self._pieces = self.vocabulary.pieces()
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
        seen = self._search(tokens)
        windows = self._windows(seen, tokens)
        matches: dict[Window, tuple[Place, ...]] = {}
        if windows:
            stretches = [(window.start, window.end) for window in windows]
            places = places_of(stretches, text, marked, map(len, pieces), self.characters)
            matches = _in_text(windows, tokens, places)
        if seen.odd:
            for view, places in self._second_views(text, tokens, seen.odd):
                windows = self._windows(self._search(view), view)
                matches = _in_text(windows, view, places) | matches
        return matches

    def _second_views(
        self, text: str, tokens: list[Token], odd: list[int]
    ) -> Iterator[tuple[list[Token], dict[int, Place]]]:
        """The text with words joined that it takes apart, and with Latin letters read as those of other alphabets."""
        view = second_view(text, self.characters) if _may_be_taken_apart(tokens, odd) else None
        if view is not None:
            yield _view(view, self.vocabulary)
        telling = [place for place in odd if tokens[place].tells]
        if len(telling) >= FEWEST_TELLS:
            cuts = cuts_of(text, self.characters)
            for number in range(len(self._alphabets)):
                words = {self.characters.fold(cuts[p].word or "") for p in telling if number in tokens[p].tells}
                if len(words) >= FEWEST_TELLS:
                    yield _view(view or cuts, self._vocabulary_in_latin(number))

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
        near: set[int] | None = None
        for unit in units.values():
            if unit.others:
                if near is None:
                    near = set().union(*(search.slots for place in seen.near if (search := tokens[place].near)))
                if not unit.may_occur(near):
                    continue
                _search_near(unit, seen, tokens)
            windows += unit.windows(found, tokens, memory)
        return windows

    def _search(self, tokens: list[Token]) -> Seen:
        """Look at every word that may begin something; search the rarest group of each rule."""
        seen = Seen({}, [], [], set())
        for place in compress(range(len(tokens)), tokens):
            token = tokens[place]
            if token.first is not None:
                _search_at(token.first, place, tokens, seen.found)
            if token.near is not None:
                seen.near.append(place)
            if token.odd or token.tells:
                seen.odd.append(place)
        return seen


def _search_near(unit: Unit, seen: Seen, tokens: list[Token]) -> None:
    """Search the other groups of a rule around the occurrences of its rarest group."""
    near, done = seen.near, seen.done
    for slot in unit.groups[0]:
        for start, end in seen.found.get(slot, {}).items():
            low, high = bisect_left(near, start - unit.reach), bisect_left(near, end + unit.reach)
            for place in near[low:high]:
                search = tokens[place].near
                if search is not None and place not in done and not unit.others.isdisjoint(search.slots):
                    done.add(place)
                    _search_at(search, place, tokens, seen.found)


def _search_at(search: Search, place: int, tokens: Sequence[Token], found: Occurrences) -> None:
    """Add the occurrences of the phrases that are searched from one word."""
    for slot in search.alone:
        found.setdefault(slot, {})[place] = place + 1
    # Most words have no partner beside them: that is found out here, without a call.
    reach = search.reach_after
    if reach and (
        not search.after_atoms.isdisjoint(tokens[place + 1].atoms or NONE)
        or (reach > 1 and _is_near(search.after_atoms, tokens[place + 1 : place + 1 + reach]))
    ):
        _with_partners(search.after, place, range(place + 1, place + 1 + reach), tokens, found)
    reach = search.reach_before
    if reach and (
        not search.before_atoms.isdisjoint(tokens[place - 1].atoms or NONE)
        or (reach > 1 and _is_near(search.before_atoms, tokens[max(0, place - reach) : place]))
    ):
        _with_partners(search.before, place, range(place - 1, place - 1 - reach, -1), tokens, found)


def _is_near(partners: frozenset[int], tokens: Iterable[Token]) -> bool:
    return any(not partners.isdisjoint(token.atoms) for token in tokens if token.atoms)


def _with_partners(
    partners: Mapping[int, tuple[Start, ...]], place: int, around: range, tokens: Sequence[Token], found: Occurrences
) -> None:
    """Look for the partners of a word around it, up to the end of the sentence; add the phrases that fit."""
    tried: set[int] = set()
    for further in around:
        atoms = tokens[further].atoms
        if atoms:
            for atom in atoms:
                if atom in partners:
                    distance = abs(further - place)
                    for start in partners[atom]:
                        if distance <= start.reach and id(start) not in tried:
                            tried.add(id(start))
                            _add_occurrences(start, place, tokens, found)
        elif atoms is None:
            break


def _add_occurrences(start: Start, place: int, tokens: Sequence[Token], found: Occurrences) -> None:
    """Add the occurrences of a phrase around its rarest word, if the other words fit."""
    if start.pair:
        begins: Sequence[int] = (place if start.direction > 0 else place - 1,)
        end = begins[0] + 2
    else:
        end = walk_forward(start.after, place + 1, tokens)
        if end < 0:
            return
        begins = walk_back(start.before, place - 1, tokens)
    for begin in begins:
        ends = found.setdefault(start.slot, {})
        if end < ends.get(begin, end + 1):
            ends[begin] = end


def _start(slot: int, steps: Sequence[Step], anchor: int, *, first: bool) -> Start:
    """Choose the partner of the rarest word: its nearest neighbour, or none when it stands alone."""
    # Going back, the gap of a step lies behind its word: each word takes the gap of the word that follows it.
    before = tuple((steps[place + 1][0], steps[place][1]) for place in range(anchor - 1, -1, -1))
    after = tuple(steps[anchor + 1 :])
    sides = [(side[0][0] + 1, direction, side[0][1]) for direction, side in ((1, after), (-1, before)) if side]
    reach, direction, partner = min(sides, key=lambda side: side[0], default=(0, 0, frozenset[int]()))
    pair = len(steps) == 2 and reach == 1  # noqa: PLR2004 - a pair has two words
    return Start(slot, before, after, partner, direction, reach, pair, first)


def _phrases(flat: Sequence[int]) -> Iterable[tuple[int, tuple[Step, ...], int]]:
    """Read the numbers of a pack: slot, elements, place of the anchor among the words."""
    at = 0
    while at < len(flat):
        slot, count, anchor = flat[at : at + 3]
        at += 3
        steps: list[Step] = []
        gap = 0
        for _ in range(count):
            head = flat[at]
            at += 1
            if head < 0:
                gap = -head
            else:
                steps.append((gap, frozenset(flat[at : at + head])))
                gap = 0
                at += head
        yield slot, tuple(steps), anchor


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
    tokens = list(chain.from_iterable(pieces))
    tokens.append(BREAK)
    return tokens


def _in_text(
    windows: Iterable[Window], tokens: Sequence[Token], places: Mapping[int, Place]
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


def _may_be_taken_apart(tokens: Sequence[Token], odd: Sequence[int]) -> bool:
    """Whether a word is cut by signs, or enough single letters follow each other."""
    run, last = 0, -1
    for place in odd:
        if tokens[place].odd & CUT:
            return True
        if tokens[place].odd & SINGLE:
            run = run + 1 if place == last + 1 else 1
            last = place
            if run >= SHORTEST_RUN:
                return True
    return False


def _view(cuts: Iterable[Cut], vocabulary: Vocabulary) -> tuple[list[Token], dict[int, Place]]:
    """Token classes and places of the words of a view."""
    tokens: list[Token] = []
    places: dict[int, Place] = {}
    for number, (start, end, word, joined) in enumerate(cuts):
        tokens.append(BREAK if word is None else vocabulary.joined(word) if joined else vocabulary.remembered(word))
        places[number] = (start, end)
    tokens.append(BREAK)
    return tokens, places
