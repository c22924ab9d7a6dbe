"""Looks for rules that can be read but are not what their author wants: repeated and useless phrases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from leadlight.wording.compile import Slot
from leadlight.wording.load import RuleSet
from leadlight.wording.phrases import END, INSIDE, START, Atom, Variant, Words
from leadlight.wording.yaml_source import Place

INSIDE_LANGUAGES = frozenset({"de", "hu"})
"""Languages that write compounds as one word. Elsewhere `*inside*` mostly hits unrelated words."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to mend: where, what is wrong and what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: {self.message}"


def lint(rules: RuleSet) -> list[Note]:
    """Every note on the rules, by file and line. Empty means that nothing was found wrong.

    Errors that keep a rule from being read come from `load_rules`; these are the ones that do not.
    """
    notes = [note for slot in rules.slots for note in _slot_notes(slot, rules)]
    return sorted(notes, key=lambda note: (str(note.place.file), note.place.line))


def _slot_notes(slot: Slot, rules: RuleSet) -> Iterator[Note]:
    source = rules.files[slot.owner]
    steps = ("phrases", slot.language) if slot.owner.startswith("@") else ("phrases", slot.language, slot.name)
    for place, (phrase, variants) in enumerate(zip(slot.phrases, slot.variants, strict=True)):
        at = source.place(*steps, place)
        if slot.language not in INSIDE_LANGUAGES and any(a.kind == INSIDE for v in variants for a in _atoms(v)):
            yield Note(at, f"`{phrase}`: `*inside*` is for languages that join words: write the words out")
        for other, (other_phrase, other_variants) in enumerate(zip(slot.phrases, slot.variants, strict=True)):
            if other < place and set(variants) == set(other_variants):
                yield Note(at, f"`{phrase}` says the same as `{other_phrase}` once folded: remove one")
                break
            if other != place and set(variants) != set(other_variants) and _swallows(other_variants, variants):
                yield Note(at, f"`{phrase}` never adds anything: `{other_phrase}` is found wherever it is: remove it")
                break


def _swallows(general: Sequence[Variant], special: Sequence[Variant]) -> bool:
    """Whether every way through `special` holds a way through `general`."""
    return all(any(_holds(variant, shorter) for shorter in general) for variant in special)


def _holds(variant: Variant, shorter: Variant) -> bool:
    return any(
        all(_covers(a, b) for a, b in zip(shorter, variant[start:], strict=False))
        for start in range(len(variant) - len(shorter) + 1)
    )


def _covers(general: object, special: object) -> bool:
    if isinstance(general, Words) and isinstance(special, Words):
        return all(any(_covers_atom(g, s) for g in general.atoms) for s in special.atoms)
    return general == special


def _covers_atom(general: Atom, special: Atom) -> bool:
    """Whether every word that fits `special` fits `general`."""
    if general.kind == INSIDE:
        return general.text in special.text
    if general.kind in (START, END):
        return special.kind in ("=", general.kind) and general.fits(special.text)
    return general == special


def _atoms(variant: Variant) -> Iterable[Atom]:
    for element in variant:
        if isinstance(element, Words):
            yield from element.atoms
