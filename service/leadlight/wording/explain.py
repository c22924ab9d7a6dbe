"""Shows what the rules see in a text: words, phrases, windows, and which guard stopped which match."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadlight.wording.compile import Slot
from leadlight.wording.engine import Hit
from leadlight.wording.load import RuleSet
from leadlight.wording.model import Indicator
from leadlight.wording.reference import Chain, Occurrence, Word, chains, occurrences, words_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A phrase that occurs in the text."""

    slot: str
    phrase: str
    quote: str
    place: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one indicator in one language made of the text.

    Attributes:
        status: "fires", "stopped" (by a guard), "too far apart", or "incomplete" (a slot did not occur).
        quote: the words of the match, "" when there is none.
        seen: every phrase of the rule that occurs.
        missing: slots that did not occur.
        guards: phrases that stopped the match.

    """

    indicator: str
    language: str
    status: str
    quote: str
    seen: tuple[Seen, ...]
    missing: tuple[str, ...]
    guards: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of the text as the matcher reads it."""

    written: str
    readings: tuple[str, ...]
    known: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the rules saw in one text."""

    words: tuple[ReadWord | None, ...]
    outcomes: tuple[Outcome, ...]
    hits: tuple[Hit, ...]


def explain(text: str, rules: RuleSet, *, only: str = "") -> Explanation:
    """Explain what the rules see in a text.

    Args:
        text: any text; the shorter, the clearer.
        rules: loaded with `nursery=True` to see unproved rules too.
        only: id of one indicator; "" for all of which something occurs.

    Returns:
        The words with their readings (None where a sentence ends), the outcome for every indicator and language of
        which at least one phrase occurs, and the hits.
    """
    words = words_of(text, rules.characters)
    slots = {(slot.owner, slot.language, slot.name): slot for slot in rules.slots}
    outcomes = [
        outcome
        for id_, indicator in rules.indicators.items()
        if only in ("", id_)
        for language in indicator.phrases
        if (outcome := _outcome(indicator, language, slots, words, text)) is not None
    ]
    order = ("fires", "stopped", "too far apart", "incomplete")
    outcomes.sort(key=lambda outcome: (order.index(outcome.status), outcome.indicator))
    return Explanation(
        words=tuple(_read(word, text, rules) for word in words),
        outcomes=tuple(outcomes),
        hits=tuple(rules.engine.match([("text", text)])),
    )


def _read(word: Word, text: str, rules: RuleSet) -> ReadWord | None:
    if word.readings is None:
        return None
    written = text[word.start : word.end]
    token = rules.engine.vocabulary.word(written)
    return ReadWord(written, tuple(r.text for r in word.readings), bool(token.atoms), bool(token.hidden))


def _outcome(
    indicator: Indicator,
    language: str,
    slots: Mapping[tuple[str, str, str], Slot],
    words: Sequence[Word],
    text: str,
) -> Outcome | None:
    named = [name for group in indicator.match.groups() for name in group]
    found = {
        name: occurrences(slots[indicator.id, language, name], words)
        for name in dict.fromkeys(named)
        if (indicator.id, language, name) in slots
    }
    if not any(found.values()):
        return None
    every = chains(indicator, language, slots, words)
    free = [chain for chain in every if not chain.guards]
    missing = tuple(
        " or ".join(group) for group in indicator.match.groups() if not any(found.get(name) for name in group)
    )
    status = "fires" if free else "stopped" if every else "incomplete" if missing else "too far apart"
    best = min(free or every, key=lambda chain: chain.end - chain.start, default=None)
    return Outcome(
        indicator=indicator.id,
        language=language,
        status=status,
        quote=_cut(text, words, best.start, best.end) if best else "",
        seen=tuple(_seen(o, text, words) for name in found for o in found[name]),
        missing=missing,
        guards=_guards(best, text, words) if best and not free else (),
    )


def _guards(chain: Chain, text: str, words: Sequence[Word]) -> tuple[Seen, ...]:
    return tuple(_seen(guard, text, words) for guard in dict.fromkeys(chain.guards))


def _seen(occurrence: Occurrence, text: str, words: Sequence[Word]) -> Seen:
    quote = _cut(text, words, occurrence.start, occurrence.end)
    return Seen(occurrence.slot, occurrence.phrase, quote, words[occurrence.start].start)


def _cut(text: str, words: Sequence[Word], start: int, end: int) -> str:
    return text[words[start].start : words[end - 1].end]
