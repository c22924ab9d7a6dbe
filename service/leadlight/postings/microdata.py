"""Read JobPostings that a page marks up in its attributes: microdata (`itemprop`) and RDFa Lite (`property`)."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leadlight.postings.model import Origin
from leadlight.postings.structured import StructuredPosting, read_properties

VALUE_ATTRIBUTES = ("content", "datetime", "href", "src")
# Markup nests three or four levels; deeper, and more, is built to tire the reader.
DEEPEST = 8
MOST_PROPERTIES = 2000
MARKED_UP_TEXTS = frozenset({"description", "responsibilities", "qualifications", "jobBenefits"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The attributes of one way of marking up."""

    origin: Origin
    items: str
    item: str
    name: str


MICRODATA = Vocabulary(Origin.MICRODATA, "[itemscope][itemtype*='schema.org/JobPosting']", "itemscope", "itemprop")
RDFA = Vocabulary(Origin.RDFA, "[typeof~='JobPosting'],[typeof~='schema:JobPosting']", "typeof", "property")


def read_microdata(tree: LexborHTMLParser) -> list[StructuredPosting]:
    """All JobPostings in the page's attributes, in page order, microdata first. Empty: there is none."""
    return [
        read_properties(read_item(item, vocabulary, 0), vocabulary.origin)
        for vocabulary in (MICRODATA, RDFA)
        for item in tree.css(vocabulary.items)
    ]


def read_item(item: LexborNode, vocabulary: Vocabulary, depth: int) -> dict[str, object]:
    """Properties of one item; items inside it become objects of their own."""
    values: dict[str, list[object]] = {}
    for node in item.css(f"[{vocabulary.name}]")[:MOST_PROPERTIES]:
        if node.mem_id == item.mem_id or owner(node, vocabulary) != item.mem_id:
            continue
        names = [name.removeprefix("schema:") for name in (node.attributes.get(vocabulary.name) or "").split()]
        value: object = property_text(node, names)
        if vocabulary.item in node.attributes and depth < DEEPEST:
            value = read_item(node, vocabulary, depth + 1)
        for name in names:
            values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def owner(node: LexborNode, vocabulary: Vocabulary) -> int:
    """Id of the nearest item around a property."""
    around = node.parent
    while around is not None and vocabulary.item not in around.attributes:
        around = around.parent
    return around.mem_id if around is not None else -1


def property_text(node: LexborNode, names: list[str]) -> str:
    """Value of a property: its machine-readable attribute, else its words, with markup where it is a text."""
    for name in VALUE_ATTRIBUTES:
        written = node.attributes.get(name)
        if written:
            return written
    if MARKED_UP_TEXTS.intersection(names):
        return node.html or ""
    return node.text()
