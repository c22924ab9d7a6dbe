"""Read JobPostings that a page marks up as microdata (`itemscope`, `itemprop`)."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leadlight.postings.model import Origin
from leadlight.postings.structured import StructuredPosting, read_properties

VALUE_ATTRIBUTES = ("content", "datetime", "href", "src")
# Markup nests three or four levels; deeper is built to tire the reader.
DEEPEST = 8
MARKUP_VALUES = frozenset({"description", "responsibilities", "qualifications", "jobBenefits"})


def read_microdata(tree: LexborHTMLParser) -> list[StructuredPosting]:
    """All JobPostings of the page's microdata, in page order. Empty: there is none."""
    items = tree.css("[itemscope][itemtype*='schema.org/JobPosting']")
    return [read_properties(read_item(item, 0), Origin.MICRODATA) for item in items]


def read_item(item: LexborNode, depth: int) -> dict[str, object]:
    """Properties of one item; items inside it become objects of their own."""
    values: dict[str, list[object]] = {}
    for node in item.css("[itemprop]"):
        if node.mem_id == item.mem_id or owner(node) != item.mem_id:
            continue
        value: object = property_text(node)
        if "itemscope" in node.attributes and depth < DEEPEST:
            value = read_item(node, depth + 1)
        for name in (node.attributes.get("itemprop") or "").split():
            values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def owner(node: LexborNode) -> int:
    """Id of the nearest item around a property."""
    around = node.parent
    while around is not None and "itemscope" not in around.attributes:
        around = around.parent
    return around.mem_id if around is not None else -1


def property_text(node: LexborNode) -> str:
    """Value of a property: its machine-readable attribute, else its words, with markup where it is a text."""
    for name in VALUE_ATTRIBUTES:
        written = node.attributes.get(name)
        if written:
            return written
    if set((node.attributes.get("itemprop") or "").split()) & MARKUP_VALUES:
        return node.html or ""
    return node.text()
