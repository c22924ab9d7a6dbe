"""Look an agency up in one register: by number first, then by name. An unclear answer stays unclear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadlight.registers.model import EntryStatus, LicenceState, RegisterEntry
from leadlight.registers.names import Likeness, NameScore, compare, exact_keys, near_keys
from leadlight.registers.ports import RegisterStore

# Rows read per question. An exact name has at most 14 rows in the Hong Kong list of 2021 (branches). Near rows come
# with those first that share the most keys, so more than this would be noise that rescoring drops anyway.
MOST_EXACT_ROWS = 50
MOST_NEAR_ROWS = 100

# Candidates that are shown to people.
MOST_CANDIDATES = 5

# With the right number beside it, a name may differ more before it counts as another company: brand against
# legal name, a shortened name. Below this the words have hardly a letter in common.
SAME_COMPANY_SCORE = 60.0


class Ground(StrEnum):
    """What the answer of a look-up rests on."""

    NUMBER_AND_NAME = "number_and_name"
    NUMBER_ALONE = "number_alone"
    NUMBER_OF_OTHER_NAME = "number_of_other_name"
    NUMBER_UNKNOWN = "number_unknown"
    SAME_NAME = "same_name"
    ENDED_SINCE = "ended_since"
    OTHER_FORM = "other_form"
    PART_OF_NAME = "part_of_name"
    SIMILAR_NAME = "similar_name"
    NO_SUCH_NAME = "no_such_name"


@dataclass(frozen=True, slots=True)
class LookUp:
    """What one register says about one agency.

    Attributes:
        state: the licence state. `not_checked` never comes from a look-up that ran.
        ground: what it rests on.
        entries: the rows that the answer is about; for `ambiguous` and for similar names the candidates, the
            closest first. Empty: the register has no such row, which differs from a register that was not read.
        name: the name that was looked for, as the ad writes it; "" when the ad names none.
        number: the number that was looked for, compact; "" when the ad prints none.

    """

    state: LicenceState
    ground: Ground
    entries: tuple[RegisterEntry, ...] = ()
    name: str = ""
    number: str = ""


def look_up(
    store: RegisterStore, register_id: str, *, names: Sequence[str], number: str = "", as_of: date, today: date
) -> LookUp:
    """Ask one register about an agency.

    Only the number together with a fitting name, or the same name, can say "in force". A similar name never does.

    Args:
        store: where the register lies.
        register_id: which register.
        names: names by which the ad calls the agency, the surest first; may be empty.
        number: compact licence number that the ad prints, "" when it prints none.
        as_of: date of the snapshot.
        today: the day of the question.

    Raises:
        StoreUnavailable: the register could not be read.

    """
    if number:
        rows = store.by_number(register_id, number)
        if rows:
            return _by_number(store, register_id, rows, names, number, (as_of, today))
    found = LookUp(LicenceState.NOT_LISTED, Ground.NO_SUCH_NAME, name=names[0] if names else "")
    for name in names:
        found = _by_name(store, register_id, name, (as_of, today))
        if found.entries:
            break
    if not number:
        return found
    # The number is unknown here. A known name beside it does not make the number right.
    state = LicenceState.AMBIGUOUS if found.state is LicenceState.IN_FORCE else found.state
    ground = Ground.NUMBER_UNKNOWN if state in (LicenceState.AMBIGUOUS, LicenceState.NOT_LISTED) else found.ground
    return LookUp(state, ground, found.entries, found.name, number)


Days = tuple[date, date]

_CLOSEST_FIRST = {likeness: place for place, likeness in enumerate(Likeness)}


def _by_number(
    store: RegisterStore, register_id: str, rows: Sequence[RegisterEntry], names: Sequence[str], number: str, days: Days
) -> LookUp:
    if not names:
        return _judged(rows, days, LookUp(LicenceState.IN_FORCE, Ground.NUMBER_ALONE, number=number))
    for name in names:
        fitting = [row for row in rows if _fits(name, row)]
        if fitting and not _listed_under_other_number(store, register_id, name, fitting, number):
            return _judged(fitting, days, LookUp(LicenceState.IN_FORCE, Ground.NUMBER_AND_NAME, (), name, number))
    return LookUp(LicenceState.NUMBER_MISMATCH, Ground.NUMBER_OF_OTHER_NAME, tuple(rows), names[0], number)


def _fits(name: str, row: RegisterEntry) -> bool:
    scored = closest(name, row)
    return scored.likeness is not Likeness.DIFFERENT or scored.score >= SAME_COMPANY_SCORE


def _listed_under_other_number(
    store: RegisterStore, register_id: str, name: str, fitting: Sequence[RegisterEntry], number: str
) -> bool:
    """Whether a name that only resembles the number's owner stands, letter by letter, under another number."""
    if any(closest(name, row).likeness in (Likeness.SAME, Likeness.SAME_WORDS) for row in fitting):
        return False
    exact = _same_rows(store, register_id, name)
    return any(row.number != number for row in exact)


def _by_name(store: RegisterStore, register_id: str, name: str, days: Days) -> LookUp:
    rows = [*store.by_name_keys(register_id, exact_keys(name), limit=MOST_EXACT_ROWS)]
    exact = _same(name, rows)
    if exact:
        return _judged(exact, days, LookUp(LicenceState.IN_FORCE, Ground.SAME_NAME, (), name))
    rows += store.by_name_keys(register_id, near_keys(name), limit=MOST_NEAR_ROWS)
    scored = [(closest(name, row), row) for row in {row.row_id: row for row in rows}.values()]
    for likeness, state, ground in (
        (Likeness.OTHER_FORM, LicenceState.AMBIGUOUS, Ground.OTHER_FORM),
        (Likeness.PART, LicenceState.AMBIGUOUS, Ground.PART_OF_NAME),
        (Likeness.SIMILAR, LicenceState.NOT_LISTED, Ground.SIMILAR_NAME),
    ):
        candidates = _ranked(scored, likeness)
        if candidates:
            return LookUp(state, ground, candidates, name)
    return LookUp(LicenceState.NOT_LISTED, Ground.NO_SUCH_NAME, (), name)


def _same_rows(store: RegisterStore, register_id: str, name: str) -> list[RegisterEntry]:
    return _same(name, store.by_name_keys(register_id, exact_keys(name), limit=MOST_EXACT_ROWS))


def _same(name: str, rows: Sequence[RegisterEntry]) -> list[RegisterEntry]:
    """Rows of this very name; where some have it letter by letter, those with its words in another order give way."""
    scored = [(closest(name, row).likeness, row) for row in rows]
    same = [row for likeness, row in scored if likeness is Likeness.SAME]
    return same or [row for likeness, row in scored if likeness is Likeness.SAME_WORDS]


def closest(name: str, row: RegisterEntry) -> NameScore:
    """How close a name is to the closest of the names of a row."""
    scores = (compare(name, known) for known in (row.name, *row.other_names))
    return min(scores, key=lambda scored: (_CLOSEST_FIRST[scored.likeness], -scored.score))


def _ranked(scored: Iterable[tuple[NameScore, RegisterEntry]], likeness: Likeness) -> tuple[RegisterEntry, ...]:
    fitting = [(score.score, row) for score, row in scored if score.likeness is likeness]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].row_id))
    return tuple(row for _, row in fitting[:MOST_CANDIDATES])


def _judged(rows: Sequence[RegisterEntry], days: Days, asked: LookUp) -> LookUp:
    """State of rows that are about this agency: all in force, none in force, or not the same for all."""
    as_of, today = days
    in_force = [row.status is EntryStatus.IN_FORCE and not _ended(row, as_of) for row in rows]
    entries = tuple(rows)
    if not any(in_force):
        return LookUp(LicenceState.NOT_IN_FORCE, asked.ground, entries, asked.name, asked.number)
    if not all(in_force):
        return LookUp(LicenceState.AMBIGUOUS, asked.ground, entries, asked.name, asked.number)
    if any(_ended(row, today) for row in rows):
        # The list said "in force", but the last day it names has passed since; it may have been renewed.
        return LookUp(LicenceState.AMBIGUOUS, Ground.ENDED_SINCE, entries, asked.name, asked.number)
    return LookUp(LicenceState.IN_FORCE, asked.ground, entries, asked.name, asked.number)


def _ended(row: RegisterEntry, day: date) -> bool:
    return row.valid_until is not None and row.valid_until < day
