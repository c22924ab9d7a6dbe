"""Recognise pages that hold no single ad, and say what the reader can do instead."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from selectolax.lexbor import LexborHTMLParser

from leadlight.errors import PageUnreadable
from leadlight.postings.main_text import MainText

OPEN_YOURSELF = "Open it in your browser and use the Leadlight extension there, or paste the text of the ad."
# The shortest of 5,502 ordinary ads of job boards has 60 letters; posts in groups have half of that.
FEWEST_LETTERS = 30
# A page with fewer words of its own than this per teaser is made of its teasers.
LETTERS_PER_CARD = 40
FEWEST_CARDS = 3
# A login or consent wall has a few sentences; an ad with a login form beside it has more.
LONGEST_WALL = 700


@dataclass(frozen=True, slots=True)
class PageSigns:
    """Phrases, in lower case, by what they show."""

    login: re.Pattern[str]
    consent: re.Pattern[str]
    expired: re.Pattern[str]
    needs_script: re.Pattern[str]
    job: re.Pattern[str]


@lru_cache(maxsize=1)
def load_page_signs() -> PageSigns:
    """Read the bundled phrases."""
    table = yaml.safe_load(Path(__file__).with_name("page_signs.yml").read_text("utf-8"))
    return PageSigns(**{name: any_of(phrases, whole=name != "job") for name, phrases in table.items()})


def any_of(phrases: list[str], *, whole: bool) -> re.Pattern[str]:
    """One pattern for many phrases; `whole` ones end at a word's end, the others may go on."""
    end = r"(?!\w)" if whole else ""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))}){end}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLook:
    """What is asked of a page before it is pruned: does it have a password field, how much of it is script."""

    has_password: bool
    has_script_root: bool


def look_at(tree: LexborHTMLParser) -> PageLook:
    """Note the marks that pruning removes."""
    return PageLook(
        has_password=tree.css_first("input[type=password]") is not None,
        has_script_root=tree.css_first("#root,#app,#__next,#__nuxt,app-root,script[src]") is not None,
    )


def refuse_no_ad(main: MainText, look: PageLook, language: str) -> None:
    """Refuse a page without a marked-up JobPosting that is a list, a wall, an empty shell or about something else.

    Raises:
        PageUnreadable: with the reason and what to do.
    """
    signs = load_page_signs()
    whole = f"{main.page_title}\n{main.title}\n{main.text}"
    letters = sum(character.isalpha() for character in main.text)
    if main.cards >= FEWEST_CARDS and letters < main.cards * LETTERS_PER_CARD + FEWEST_LETTERS:
        raise list_page(main.cards)
    if letters < LONGEST_WALL:
        if look.has_password or signs.login.search(whole):
            raise PageUnreadable("page-needs-login", "This page needs a login.", OPEN_YOURSELF)
        if signs.consent.search(whole):
            raise PageUnreadable(
                "page-needs-consent", "This page asks for consent before it shows the ad.", OPEN_YOURSELF
            )
        if signs.needs_script.search(whole):
            raise empty_shell()
    if letters < FEWEST_LETTERS:
        if look.has_script_root:
            raise empty_shell()
        raise PageUnreadable("page-empty", "There is no ad text on this page.", OPEN_YOURSELF)
    refuse_expired(f"{main.title}\n{main.text[:LONGEST_WALL]}", letters)
    if language and not signs.job.search(whole):
        raise PageUnreadable(
            "no-job-ad", "This page does not seem to be a job ad.", "If it is one, paste the text of the ad."
        )


def refuse_expired(beginning: str, letters: int) -> None:
    """Refuse a page that only says that its ad is over. An ad that is still there in full can still be checked."""
    if letters < LONGEST_WALL and load_page_signs().expired.search(beginning):
        raise PageUnreadable(
            "ad-expired",
            "The site says that this ad is no longer open.",
            "If you still have the ad, paste its text: it can still be checked.",
        )


def list_page(count: int) -> PageUnreadable:
    """The page lists several ads."""
    return PageUnreadable(
        "page-lists-ads", f"This page lists {count} ads.", "Open one of them and check that page.", count=count
    )


def empty_shell() -> PageUnreadable:
    """The page is filled by scripts in the browser."""
    return PageUnreadable(
        "page-built-by-scripts", "This page is empty until a browser runs its scripts.", OPEN_YOURSELF
    )
