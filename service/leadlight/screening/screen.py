"""screen(posting): three independent looks at one job ad, one verdict, in the reader's words."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from leadlight.findings import Check
from leadlight.postings.model import Posting
from leadlight.screening.explain import Verdict, Versions, explain
from leadlight.screening.gather import CheckRun, SecondReader, gather
from leadlight.screening.helplines import Helplines
from leadlight.screening.texts import AllTexts
from leadlight.screening.verdict import decide


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything that a verdict needs beside the posting; made once at start and again when rules change.

    Attributes:
        checks: the three checks, each a function of the posting, in the order in which they are shown.
        language_countries: language code -> country whose helplines its readers know ("sk" -> "SK").
        budget_s: seconds that the checks of one posting may take together.
        executor: threads for checks that wait for a store.
        second_reader: reads the wording again by its meaning; None: phrases alone.
    """

    checks: Mapping[Check, CheckRun]
    texts: AllTexts
    helplines: Helplines
    language_countries: Mapping[str, str]
    versions: Versions
    budget_s: float
    executor: Executor
    second_reader: SecondReader | None = None


async def screen(posting: Posting, screening: Screening, *, language: str) -> Verdict:
    """Judge one ad. A check that fails says "not checked"; it never says "fine".

    Args:
        posting: the ad as read.
        screening: checks, words and versions.
        language: ISO 639-1 of the reader; English words stand in for a language without its own.
    """
    results = await gather(
        posting,
        screening.checks,
        budget_s=screening.budget_s,
        executor=screening.executor,
        second_reader=screening.second_reader,
    )
    decision = decide(results)
    countries = (posting.country, screening.language_countries.get(language, ""))
    return explain(
        posting,
        decision,
        results,
        texts=screening.texts,
        language=language,
        helplines=screening.helplines.choose(countries),
        versions=screening.versions,
    )
