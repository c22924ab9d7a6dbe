"""Turn HTML into the plain text that a person sees: one line per block, no markup, no scripts."""

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leadlight.postings.page_parts import PageParts, load_page_parts

SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
# In HTML a line end inside a text is a space; only elements and <pre> break lines.
LINE_ENDS = re.compile(r"\s*[\n\r\u2028]\s*")
BLANK_LINES = re.compile(r"\n\s*\n\s*")
HAS_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
HAS_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][^<>]{0,200}?&gt;")
TEXT_TAG = "-text"
# It ends a line and begins none, as a browser shows it: a sentence may go on behind it, but not behind a blank line.
LINE_TAG = "br"


def text_of(root: LexborNode) -> str:
    """Visible text below `root`, one line per block. "" when there is none."""
    parts = load_page_parts()
    pieces: list[str] = []
    node: LexborNode | None = root
    while node is not None:
        below = _open(node, parts, pieces)
        following = below
        while following is None and node is not None:
            if node.tag in parts.block_tags and node.tag != LINE_TAG:
                pieces.append("\n")
            if node.mem_id == root.mem_id:
                return tidy("".join(pieces))
            following = node.next
            if following is None:
                node = node.parent
        node = following
    return tidy("".join(pieces))


def _open(node: LexborNode, parts: PageParts, pieces: list[str]) -> LexborNode | None:
    """Write what a node itself brings and return its first child, None when it has none or hides them."""
    tag = node.tag
    if tag == TEXT_TAG:
        pieces.append(LINE_ENDS.sub(" ", node.text_content or ""))
        return None
    if tag is None or tag in parts.silent_tags:
        return None
    if "data-cfemail" in node.attributes:
        pieces.append(shielded_address(node.attributes["data-cfemail"] or "") or node.text())
        return None
    if tag == "pre":
        pieces.append(f"\n{node.text()}\n")
        return None
    if tag in parts.block_tags:
        pieces.append("\n")
    elif tag in ("td", "th"):
        pieces.append(" ")
    return node.child


def shielded_address(hexadecimal: str) -> str:
    """The e-mail address behind Cloudflare's shield, which browsers undo by script; "" when it is none."""
    try:
        key, *letters = bytes.fromhex(hexadecimal)
        return bytes(letter ^ key for letter in letters).decode("ascii")
    except ValueError:
        return ""


def tidy(text: str) -> str:
    """Squeeze spaces, trim lines, keep at most one blank line."""
    lines = (SPACES.sub(" ", line).strip() for line in text.replace("\r\n", "\n").split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Squeeze a short value into one line, entities resolved: a title, a name."""
    return " ".join(html.unescape(text).split())


def html_to_text(fragment: str) -> str:
    """Plain text of a description that may be HTML, escaped HTML or plain text with entities."""
    if HAS_ESCAPED_TAG.search(fragment):
        fragment = html.unescape(fragment)
    if HAS_TAG.search(fragment):
        tree = LexborHTMLParser(fragment)
        return text_of(tree.body) if tree.body is not None else ""
    return tidy(html.unescape(fragment))
