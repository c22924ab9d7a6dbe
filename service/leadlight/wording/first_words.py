"""Chooses what is searched for first: which group of a rule, and which word of each phrase.

Decides what a search costs, never what matches. Rules share words: a word that is looked at for one phrase anyway costs
little more for the next, so what is cheapest for one rule depends on what the others chose.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from leadlight.wording.common_words import Commonness
from leadlight.wording.phrases import Atom, Variant, Words

Group = Sequence[int]
"""Slots by number: one of them must occur."""

AtomsOf = tuple[tuple[Atom, ...], ...]
"""The words of a phrase, each as the atoms of which one must fit, in order."""

SHARED_LOOK = 0.1
"""What looking at a word costs that is looked at for another phrase too, as a share of a look. Of 0.02, 0.1 and 0.5 on
2,300 real and 104 made-up ads, 0.1 needs no more looks than 0.02 and finds fewer phrases by chance."""

COST_OF_AN_OCCURRENCE = 20
"""Looking around a whole phrase for the other groups, in looks. Of 10, 20, 50 and 100, 20 costs the same ads least."""

COMPANY_OF_A_WORD = 0.1
"""Share of the places of a phrase's first word where the next word of the phrase stands beside it, roughly."""

SWEEPS = 2
"""How often each rule chooses again, knowing what the others chose. A third time changes nothing."""


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What is searched for first.

    Attributes:
        groups: for each rule in one language, which of its groups.
        anchors: for each slot and variant of a phrase, which of its words.

    """

    groups: list[int]
    anchors: list[list[int]]


def choose_first_words(
    units: Sequence[Sequence[Group]], slots: Sequence[Sequence[Variant]], commonness: Commonness
) -> FirstWords:
    """Choose so that all rules together are searched for at the least cost. The same for the same rules in any run.

    Args:
        units: the groups of each rule in one language.
        slots: the variants of the phrases of each slot.
        commonness: how common words are.
    """
    atoms = [[_atoms_of(variant) for variant in variants] for variants in slots]
    costs = {atom: commonness.of_atom(atom) for slot in atoms for words in slot for word in words for atom in word}
    rarity = [[[fsum(costs[atom] for atom in word) for word in words] for words in slot] for slot in atoms]
    # A slot that is not searched for first is searched from its rarest words: there they are the company of the first.
    anchors = [[words.index(min(words)) for words in slot] for slot in rarity]
    chooser = _Chooser(atoms, costs, rarity)
    plans = [chooser.cheapest(groups) for groups in units]
    for plan in plans:
        chooser.uses.update(plan.looked_at)
    for _ in range(SWEEPS):
        for number, groups in enumerate(units):
            chooser.uses.subtract(plans[number].looked_at)
            plans[number] = chooser.cheapest(groups)
            chooser.uses.update(plans[number].looked_at)
    for groups, plan in zip(units, plans, strict=True):
        for slot, places in zip(groups[plan.group], plan.anchors, strict=True):
            anchors[slot] = places
    return FirstWords([plan.group for plan in plans], anchors)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A group, the anchors of each of its slots, the atoms that are then looked at, and what that costs."""

    group: int
    anchors: list[list[int]]
    looked_at: list[Atom]
    cost: float


@dataclass(frozen=True, slots=True)
class _Chooser:
    atoms: Sequence[Sequence[AtomsOf]]
    costs: Mapping[Atom, float]
    rarity: Sequence[Sequence[Sequence[float]]]
    uses: Counter[Atom] = field(default_factory=Counter)

    def cheapest(self, groups: Sequence[Group]) -> _Plan:
        """The group to search for first, when the words in `uses` are looked at anyway."""
        plans = [self._plan(number, group) for number, group in enumerate(groups)]
        return min(plans, key=lambda plan: plan.cost)

    def _plan(self, number: int, group: Group) -> _Plan:
        cost = 0.0
        anchors: list[list[int]] = []
        looked_at: dict[Atom, None] = {}
        for slot in group:
            anchors.append([])
            for words, rarity in zip(self.atoms[slot], self.rarity[slot], strict=True):
                prices = self._prices(words, rarity, looked_at)
                anchor = prices.index(min(prices))
                cost += prices[anchor]
                anchors[-1].append(anchor)
                looked_at.update(dict.fromkeys(words[anchor]))
        return _Plan(number, anchors, list(looked_at), cost)

    def _prices(self, words: AtomsOf, rarity: Sequence[float], looked_at: Mapping[Atom, None]) -> list[float]:
        """What searching for a phrase from each of its words costs, beside what is looked at already."""
        found = COST_OF_AN_OCCURRENCE * COMPANY_OF_A_WORD ** (len(words) - 1)
        return [
            fsum(self.costs[a] * (SHARED_LOOK if a in looked_at or self.uses[a] > 0 else 1) for a in word)
            + seldom * found
            for word, seldom in zip(words, rarity, strict=True)
        ]


def _atoms_of(variant: Variant) -> AtomsOf:
    return tuple(tuple(sorted(element.atoms)) for element in variant if isinstance(element, Words))
