"""The matcher once more, slow and obvious: the judge of the fast ones, and what `leadlight rules explain` shows.

It works on the phrases themselves, not on a pack: a mistake of the compiler shows as a difference too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from leadlight.wording.characters import Characters, Reading
from leadlight.wording.compile import SIDES, Slot
from leadlight.wording.engine import Hit
from leadlight.wording.load import RuleSet
from leadlight.wording.model import WIDEST_WINDOW, Indicator
from leadlight.wording.phrases import Gap, Variant, Words
from leadlight.wording.units import AFTER, BEFORE, MOST_QUOTES


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text with its readings, or the end of a sentence (`readings` is None)."""

    start: int
    end: int
    readings: tuple[Reading, ...] | None


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A phrase of a slot at words `start` to before `end`."""

    start: int
    end: int
    slot: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """One occurrence of each group: a window, and the guards that take it back (none: it counts)."""

    indicator: str
    language: str
    parts: tuple[Occurrence, ...]
    guards: tuple[Occurrence, ...]

    @property
    def start(self) -> int:
        """First word."""
        return min(part.start for part in self.parts)

    @property
    def end(self) -> int:
        """Behind the last word."""
        return max(part.end for part in self.parts)


def words_of(text: str, characters: Characters) -> list[Word]:
    """Cut a text into words and ends of sentences."""
    return [
        Word(match.start(), match.end(), characters.readings(match[1]) if match[1] else None)
        for match in characters.sentence_or_word.finditer(text)
    ]


def occurrences(slot: Slot, words: Sequence[Word]) -> list[Occurrence]:
    """Every phrase of a slot wherever it occurs, with the nearest end from each start."""
    found: list[Occurrence] = []
    for phrase, variants in zip(slot.phrases, slot.variants, strict=True):
        for start in range(len(words)):
            ends = [end for variant in variants for end in _ends(variant, start, words)]
            if ends:
                found.append(Occurrence(start, min(ends), slot.name, phrase))
    return found


def _every_way(slot: Slot, words: Sequence[Word]) -> list[Occurrence]:
    """Guards count by every way through their phrases, so that a longer one is not hidden by a shorter one."""
    return [
        Occurrence(start, min(ends), slot.name, phrase)
        for phrase, variants in zip(slot.phrases, slot.variants, strict=True)
        for variant in variants
        for start in range(len(words))
        if (ends := list(_ends(variant, start, words)))
    ]


def _ends(variant: Variant, place: int, words: Sequence[Word]) -> Iterator[int]:
    if not variant:
        yield place
        return
    element, rest = variant[0], variant[1:]
    if isinstance(element, Gap):
        for width in range(element.most + 1):
            yield from _ends(rest, place + width, words)
            if place + width >= len(words) or words[place + width].readings is None:
                return
    elif place < len(words) and _fits(element, words[place]):
        yield from _ends(rest, place + 1, words)


def _fits(element: Words, word: Word) -> bool:
    readings = word.readings or ()
    return any(atom.fits(reading.text) for atom in element.atoms for reading in readings)


def chains(
    indicator: Indicator, language: str, slots: Mapping[tuple[str, str, str], Slot], words: Sequence[Word]
) -> list[Chain]:
    """Every way in which the groups of an indicator occur together in one language, guarded or not."""
    match = indicator.match
    groups = [
        _nearest(
            occurrence
            for name in group
            if (slot := slots.get((indicator.id, language, name)))
            for occurrence in occurrences(slot, words)
        )
        for group in match.groups()
    ]
    guards: list[Occurrence] = []
    for name in match.unless.any if match.unless else ():
        shared = name.startswith("@")
        for spoken in (language,) if shared else indicator.phrases:
            slot = slots.get((name if shared else indicator.id, spoken, name))
            guards += _every_way(slot, words) if slot else []
    within = match.within_words or WIDEST_WINDOW
    return [
        Chain(indicator.id, language, parts, tuple(g for g in guards if _takes_back(indicator, parts, g, words)))
        for parts in product(*groups)
        if groups and _together(parts, within, words)
    ]


def _nearest(found: Iterable[Occurrence]) -> list[Occurrence]:
    nearest: dict[int, Occurrence] = {}
    for occurrence in found:
        known = nearest.get(occurrence.start)
        if known is None or occurrence.end < known.end:
            nearest[occurrence.start] = occurrence
    return list(nearest.values())


def _together(parts: Sequence[Occurrence], within: int, words: Sequence[Word]) -> bool:
    """In one sentence, with at most `within` words from each to the next."""
    ordered = sorted(parts)
    end = ordered[0].end
    for part in ordered[1:]:
        if part.start - end > within:
            return False
        end = max(end, part.end)
    return _one_sentence(words, ordered[0].start, end)


def _one_sentence(words: Sequence[Word], start: int, end: int) -> bool:
    return all(word.readings is not None for word in words[start:end])


def _takes_back(indicator: Indicator, parts: Sequence[Occurrence], guard: Occurrence, words: Sequence[Word]) -> bool:
    unless = indicator.match.unless
    if unless is None:
        return False
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    if not _one_sentence(words, min(start, guard.start), max(end, guard.end)):
        return False
    distance = unless.within_words or WIDEST_WINDOW
    if guard.end <= start:
        return SIDES[unless.side] != AFTER and start - guard.end + 1 <= distance
    if guard.start >= end:
        return SIDES[unless.side] != BEFORE and guard.start - end + 1 <= distance
    return _overlap_counts(SIDES[unless.side], guard, start, end)


def _overlap_counts(side: int, guard: Occurrence, start: int, end: int) -> bool:
    """A guard that reaches into the match counts, unless it begins on the side that is not looked at."""
    if side == AFTER:
        return guard.start >= start
    return side != BEFORE or guard.start < end


def reference_hits(rules: RuleSet, fields: Iterable[tuple[str, str]]) -> list[Hit]:
    """What `Engine.match` must give, found by trying everything. Disguised words are not looked for."""
    slots = {(slot.owner, slot.language, slot.name): slot for slot in rules.slots}
    left = {indicator["id"]: MOST_QUOTES for indicator in rules.pack["indicators"]}
    order = list(left)
    hits: list[Hit] = []
    for field, text in fields:
        words = words_of(text, rules.characters)
        found: list[Hit] = []
        for id_ in order:
            indicator = rules.indicators[id_]
            windows: list[tuple[int, int]] = []
            for language in indicator.phrases:
                every = chains(indicator, language, slots, words)
                tight = _tightest({(chain.start, chain.end) for chain in every})
                free = {(c.start, c.end) for c in every if not c.guards}
                windows += [window for window in tight if window in free]
            end = -1
            for start, stop in _tightest(set(windows)):
                if start >= end and left[id_] > 0:
                    left[id_] -= 1
                    found.append(Hit(field, words[start].start, words[stop - 1].end, id_))
                    end = stop
        hits += sorted(found, key=lambda hit: (hit.start, hit.end, order.index(hit.indicator)))
    return hits


def _tightest(windows: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Windows that contain no other one, by start."""
    return sorted(
        (start, end)
        for start, end in windows
        if not any((s, e) != (start, end) and s >= start and e <= end for s, e in windows)
    )
