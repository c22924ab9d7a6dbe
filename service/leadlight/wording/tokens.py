"""Classes of words: which atoms of the rules a word fits, and what is searched for from it.

Words that fit the same atoms share one class object, so the matcher compares identities and small sets, never letters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NONE: frozenset[int] = frozenset()
SINGLE, CUT, TELLS = 1, 2, 4

Step = tuple[int, frozenset[int]]
"""An element of a phrase: at most so many words in between, then a word that fits one of the atoms."""


class Company(NamedTuple):
    """Atoms of which one must stand at most `reach` words away, or what was found counts for nothing."""

    atoms: frozenset[int]
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """A phrase as searched from its rarest word.

    `before` and `after` are the elements around that word, the nearest first. `partner` is the word that is looked at
    before anything else: on the side `direction` (1 or -1, 0 when the phrase has one word), at most `reach` words away.
    `pair` is true when the two words are the whole phrase. `first` is true for the rarest group of a rule.
    `company` is where the other groups of that rule begin, for a phrase of one word; None when it needs no others.
    """

    slot: int
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    partner: frozenset[int]
    direction: int
    reach: int
    pair: bool
    first: bool
    company: Company | None


class Friend(NamedTuple):
    """What a class of words is to a search.

    Attributes:
        after, before: phrases whose partner it is when it stands after, or before.
        company: whether it is company for a phrase of one word.

    """

    after: tuple[Start, ...]
    before: tuple[Start, ...]
    company: bool


class Search(set["Token"]):
    """Phrases that are searched from one word. As a set it holds the classes of words known to be of no use to it.

    Attributes:
        alone: slots of the phrases that have no other word; a search has these or phrases of several words, not both.
        low, high: which words are looked at, counted from that word.
        always: whether nothing else is asked for.
        friends: what is known of classes of words that are of use.
        then: what else is searched from the same word, or None.

    """

    __slots__ = ("_after", "_before", "_company", "alone", "always", "friends", "high", "low", "then")
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__

    def __init__(self, starts: Sequence[Start], then: "Search | None") -> None:
        super().__init__()
        self.then = then
        self.alone = tuple({start.slot for start in starts if start.direction == 0})
        self._after = _by_partner(start for start in starts if start.direction > 0)
        self._before = _by_partner(start for start in starts if start.direction < 0)
        companies = {start.company for start in starts} if self.alone else set()
        self.always = None in companies
        self._company = [company for company in companies if company]
        back = max((start.reach for start in starts if start.direction < 0), default=0)
        ahead = max((start.reach for start in starts if start.direction > 0), default=0)
        if self.alone:
            back = ahead = max((company.reach for company in self._company), default=0)
        # The word itself is no partner of its own.
        self.low = -back if back or self.alone else 1
        self.high = ahead + 1 if ahead or self.alone else 0
        self.friends: dict[Token, Friend] = {}

    def friend(self, token: "Token") -> Friend | None:
        """What a class of words is to this search; None when it is of no use."""
        friend = Friend(
            tuple(start for atom in self._after.keys() & token.atoms for start in self._after[atom]),
            tuple(start for atom in self._before.keys() & token.atoms for start in self._before[atom]),
            any(not token.atoms.isdisjoint(company.atoms) for company in self._company),
        )
        return friend if any(friend) else None


class Token(list[bool]):
    """Class of a word. As a list it is empty when the first look may pass over the word.

    Attributes:
        atoms: atoms that the word fits; none for BREAK, the end of a sentence.
        hidden: those of them that it fits only through a disguise.
        first: phrases of the rarest group of a rule, or None.
        near: phrases of other groups, searched only near an occurrence of the rarest, or None.
        near_slots: the slots of those.
        odd: reasons for a second view of the text, as bits: SINGLE for a single letter, CUT for a word that signs cut,
            TELLS when `tells` is not empty.
        tells: alphabets (by number) whose words, written in Latin letters, look like this one.

    """

    __slots__ = ("alone", "atoms", "first", "hidden", "near", "near_slots", "odd", "tells")
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__

    def __init__(
        self,
        atoms: frozenset[int],
        hidden: frozenset[int],
        starts: Sequence[Start] = (),
        odd: int = 0,
        tells: tuple[int, ...] = (),
    ) -> None:
        first = [start for start in starts if start.first]
        near = [start for start in starts if not start.first]
        self.near_slots = frozenset(start.slot for start in near)
        super().__init__([True] if first or odd or tells else [])
        self.alone = (self,)
        self.atoms = atoms
        self.hidden = hidden
        self.first = _searches(first)
        self.near = _searches(near)
        self.odd = odd | (TELLS if tells else 0)
        self.tells = tells


def _searches(starts: Sequence[Start]) -> Search | None:
    """The search for phrases of several words and then that for the word alone, if there are any.

    They are apart because the word alone may have its company far away, where partners of the others count for nothing.
    """
    several = [start for start in starts if start.direction]
    alone = [start for start in starts if not start.direction]
    then = Search(alone, None) if alone else None
    return Search(several, then) if several else then


def _by_partner(starts: Iterable[Start]) -> dict[int, tuple[Start, ...]]:
    found: dict[int, tuple[Start, ...]] = {}
    for start in starts:
        for atom in start.partner:
            found[atom] = (*found.get(atom, ()), start)
    return found


BREAK = Token(NONE, NONE)
"""The end of a sentence; no phrase and no window goes across it."""

BREAKS = frozenset((BREAK,))
"""To ask a stretch of words for an end of a sentence: comparing them one by one takes eight times as long."""
