"""The trained reader: what it recognises, what leaves it cold, and what it costs at most."""

import pytest

from leadlight.meaning.about import read_about
from leadlight.meaning.reader import MeaningReader
from leadlight.meaning.sentences import FEWEST_CHARACTERS, MOST_CHARACTERS
from leadlight.meaning.weights import load_weights

HARMLESS = {
    "bg": "Търсим касиер за нашия магазин. Работното време е от девет до шест. Предлагаме трудов договор.",
    "ca": "Busquem un caixer per a la nostra botiga. L'horari és de nou a sis. Oferim contracte laboral.",
    "de": "Wir suchen eine Kassenkraft für unseren Laden. Die Zeiten sind neun bis sechs. Wir bieten einen Vertrag.",
    "el": "Ζητάμε ταμία για το κατάστημά μας. Το ωράριο είναι εννέα με έξι. Προσφέρουμε σύμβαση εργασίας.",
    "en": "We are looking for a cashier for our shop. The hours are nine to six. We offer a contract of employment.",
    "es": "Buscamos cajero para nuestra tienda. El horario es de nueve a seis. Ofrecemos contrato de trabajo.",
    "hu": "Pénztárost keresünk a boltunkba. A munkaidő kilenctől hatig tart. Munkaszerződést kínálunk.",
    "it": "Cerchiamo un cassiere per il negozio. L'orario è dalle nove alle sei. Offriamo un contratto di lavoro.",
    "pl": "Szukamy kasjera do naszego sklepu. Pracujemy od dziewiątej do osiemnastej. Oferujemy umowę o pracę.",
    "ro": "Căutăm casier pentru magazinul nostru. Programul este de la nouă la șase. Oferim contract de muncă.",
    "ru": "Ищем кассира в наш магазин. Время работы с девяти до шести. Предлагаем трудовой договор.",
    "sk": "Hľadáme pokladníka do nášho obchodu. Pracovný čas je od deviatej do šiestej. Ponúkame pracovnú zmluvu.",
    "uk": "Шукаємо касира в наш магазин. Час роботи з дев'ятої до шостої. Пропонуємо трудовий договір.",
}
FILLER = {
    "en": "The shop sells bread, milk and fruit. The bus stops in front of the door. The team has eight people.",
    "sk": "Obchod predáva chlieb, mlieko a ovocie. Autobus stojí pred dverami. V tíme je osem ľudí.",
}
WITHOUT_ACCENTS = str.maketrans(
    "áčďéíľĺňóôŕšťúýžąćęłńśźżăâîșțàèìòùñçäöüőű", "acdeillnoorstuyzacelnszzaaistaeiounc" + "aouou"
)


@pytest.fixture(scope="module")
def reader(model) -> MeaningReader:
    return MeaningReader(model, load_weights())


@pytest.fixture(scope="module")
def bars():
    return read_about().bars


def stays_calm(reader: MeaningReader, bars, text: str, language: str) -> None:
    reading = reader.read("", text, language)
    assert reading.suspicion < bars.suspicious, (language, reading)
    assert all(one.certainty < bars.like_alone for one in reading.likenesses), (language, reading)


@pytest.mark.parametrize("language", sorted(HARMLESS))
def test_a_harmless_ad_stays_harmless_in_every_language(reader, bars, language: str) -> None:
    stays_calm(reader, bars, HARMLESS[language], language)


@pytest.mark.parametrize("language", sorted(HARMLESS))
@pytest.mark.parametrize(
    "style",
    [
        lambda text: text.split(".")[0] + ".",
        lambda text: "🔥🔥 " + text.replace(".", " 💸✨!!") + " 🙏🙏🙏",
        lambda text: text.lower().translate(WITHOUT_ACCENTS),
        str.upper,
        lambda text: text.replace(". ", "\n• "),
    ],
    ids=["short", "emoji", "no_accents", "capitals", "list"],
)
def test_style_alone_raises_nothing(reader, bars, language: str, style) -> None:
    stays_calm(reader, bars, style(HARMLESS[language]), language)


@pytest.mark.parametrize("language", sorted(FILLER))
def test_length_alone_raises_nothing(reader, bars, language: str) -> None:
    long_text = "\n".join([HARMLESS[language], *(f"{number}. {FILLER[language]}" for number in range(20))])
    stays_calm(reader, bars, long_text, language)


@pytest.mark.parametrize(
    ("language", "text", "indicator"),
    [
        ("en", "Your travel papers will be looked after by our foreman for the whole season.", "papers.kept"),
        ("de", "Den Flug legen wir aus, das holst du dann mit deinen ersten Schichten wieder rein.", "debt.worked_off"),
        ("uk", "З території об'єкта самостійно виходити не дозволяється.", "isolation.confined"),
        ("ro", "Banii se dau abia când se termină sezonul.", "pay.at_the_end"),
        ("it", "Alla tua famiglia racconta che vai a trovare un'amica.", "isolation.do_not_tell"),
    ],
)
def test_what_is_said_in_other_words_is_recognised(reader, language: str, text: str, indicator: str) -> None:
    nearest = reader.read("", text, language).likenesses[:3]
    assert indicator in [one.indicator for one in nearest]
    assert all(one.example for one in nearest)


def test_the_sentence_is_quoted_that_is_like_the_sign(reader) -> None:
    text = "Hotel on the coast. The manager locks all passports in her safe until October. Breakfast is at seven."
    (kept,) = [one for one in reader.read("", text, "en").likenesses if one.indicator == "papers.kept"]
    assert "passports" in text[kept.span.start : kept.span.end]


def test_of_a_long_ad_the_sentence_that_matters_is_among_those_read(reader) -> None:
    noise = [f"The shop number {number} sells bread, milk, fruit and tools for the garden." for number in range(200)]
    text = "\n".join([*noise[:120], "The boss keeps your passport until the debt is paid.", *noise[120:]])
    reading = reader.read("", text, "en")
    assert reading.left_out > 0
    quoted = [text[one.span.start : one.span.end] for one in reading.likenesses[:2]]
    assert any("passport" in words for words in quoted)


def test_no_more_is_read_than_the_limit(reader, model, monkeypatch) -> None:
    seen: list[str] = []
    embed = model.embed
    monkeypatch.setattr(model, "embed", lambda texts: seen.extend(texts[0]) or embed(texts))
    reader.read("", "\n".join(f"Line {number} says that work begins at seven." for number in range(900)), "en")
    assert 0 < sum(map(len, seen)) <= MOST_CHARACTERS


def test_with_little_time_the_sentence_that_matters_is_read_first(reader) -> None:
    noise = [f"The shop number {number} sells bread, milk, fruit and tools for the garden." for number in range(40)]
    text = "\n".join([*noise, "The boss keeps your passport until the debt is paid."])
    reading = reader.read("", text, "en", most=FEWEST_CHARACTERS)
    assert reading.hurried
    assert sum(len(piece) for piece in noise) > FEWEST_CHARACTERS > reading.pieces * 50
    assert any("passport" in text[one.span.start : one.span.end] for one in reading.likenesses[:2])


def test_the_same_ad_gives_the_same_reading(reader) -> None:
    assert reader.read("t", HARMLESS["en"], "en") == reader.read("t", HARMLESS["en"], "en")


def test_a_reading_survives_its_json(reader) -> None:
    import orjson

    from leadlight.meaning.reading import Reading

    reading = reader.read("", HARMLESS["en"], "en")
    assert Reading.from_json(orjson.loads(orjson.dumps(reading.as_json()))) == reading


def test_the_weights_say_what_they_were_trained_on_and_how_they_did() -> None:
    about = load_weights().about
    assert about["data"]["suspicious"]["ads"] >= 13 * 25
    assert len(about["data"]["suspicious"]["sha256"]) == 64
    assert set(about["figures"]) > set(HARMLESS)
