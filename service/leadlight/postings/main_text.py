"""Find the ad in a page: its heading and its main text, without menus, banners and other ads."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leadlight.postings.html_text import one_line, text_of
from leadlight.postings.page_parts import load_page_marks, load_page_parts
from leadlight.postings.site_sections import HEADINGS, AboutSite, prune_site_sections

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NO_PAGE_LINK = re.compile(
    r"\s*(?:#|mailto:|tel:|javascript:|https?://(?:wa\.me|t\.me|[\w.]*whatsapp\.com))", re.IGNORECASE
)
# The head of an ad (title, employer, facts) on nine boards has at most 330 letters, five levels around the heading.
LONGEST_FACTS = 600
FACTS_DEPTH = 6
FACTS_SHARE = 4
CARD_TAGS = "article,li,div,tr,section"
# Three blocks of one kind that each lead to a page of their own are a list of other ads.
FEWEST_CARDS = 3
# A card is a teaser; a longer block is content, even with a link in it.
LONGEST_CARD = 600
SHORTEST_LINK = 8
# Of its own text, a card's link is at least this part; a sentence with a link in it is below.
LINK_SHARE = 0.15
# An ad may link two or three documents in a list; a menu has more and holds nothing else.
FEWEST_MENU_LINKS = 4
MENU_LINK_SHARE = 0.9
MOST_LINKS = 300
LONGEST_MARKED = 80
# An article that holds less than this part of the page's main area is one box of the ad, not the ad.
ARTICLE_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class MainText:
    """What the page shows.

    Attributes:
        title: the heading.
        text: the ad's own words, one line per block.
        cards: how many teasers of other pages were left out.
        page_title: title of the window.
        employer, place: as the page marks them in class names and addresses, "" when it does not.
        addresses: where the links of the ad lead to.

    """

    title: str
    text: str
    cards: int
    page_title: str
    employer: str = ""
    place: str = ""
    addresses: tuple[str, ...] = ()


def read_main_text(tree: LexborHTMLParser, about: AboutSite | None = None) -> MainText:
    """Read the main text. The tree is pruned on the way: read structured data before. "" when there is no text.

    `about` says how the site calls itself and what the ad is about, so that the site's words about itself stay out.
    """
    title_tag = tree.css_first("title")
    page_title = one_line(title_tag.text()) if title_tag is not None else ""
    body = tree.body
    if body is None:
        return MainText("", "", 0, page_title)
    heading = find_heading(body)
    sure = {field: marked(body, f"{field}_surely") for field in ("employer", "place")}
    prune_asides(body, heading)
    prune_menus(body)
    cards = prune_cards(body, heading)
    if about is not None:
        prune_site_sections(body, ancestors(heading), about)
    area = main_area(body, heading)
    return MainText(
        title=one_line(heading.text()) if heading else "",
        text=text_of(area),
        cards=cards,
        page_title=page_title,
        employer=sure["employer"] or marked(body, "employer"),
        place=sure["place"] or marked(body, "place") or beside_icon(body),
        addresses=tuple(link.attributes.get("href") or "" for link in area.css("a[href]")[:MOST_LINKS]),
    )


def marked(body: LexborNode, field: str) -> str:
    """The first short text that the page marks as this field."""
    for selector in load_page_marks()[field]:
        for node in body.css(selector):
            text = one_line(node.text(separator=" "))
            if 1 < len(text) <= LONGEST_MARKED:
                return text
    return ""


def beside_icon(body: LexborNode) -> str:
    """The line in which the page shows the pin of a map; "" when it shows none."""
    for selector in load_page_marks()["place_icon"]:
        for icon in body.css(selector):
            around = icon.parent if not icon.text().strip() else icon
            lines = text_of(around).split("\n") if around is not None else []
            if lines and 1 < len(lines[0]) <= LONGEST_MARKED:
                return lines[0].rstrip(" .,")
    return ""


def find_heading(body: LexborNode) -> LexborNode | None:
    """The first top heading with words in it."""
    return next((node for node in body.css("h1") if len(node.text().strip()) > 1), None)


def prune_asides(body: LexborNode, heading: LexborNode | None) -> None:
    """Remove what stands around the ad, but never what holds the heading or most of the page's words."""
    parts = load_page_parts()
    keep = ancestors(heading)
    most = len(body.text()) / 2
    for node in body.css("*"):
        if node.parent is None or node.tag in ("html", "body", "main"):
            continue
        if node.tag in parts.silent_tags:
            if node.tag != "head":
                node.decompose()
        elif node.mem_id not in keep and is_aside(node) and len(node.text()) < most:
            node.decompose()


def is_aside(node: LexborNode) -> bool:
    """True when the tag, the role, the style or the names of an element say that it is no part of the ad."""
    parts = load_page_parts()
    attributes = node.attributes
    if node.tag in parts.aside_tags or "hidden" in attributes:
        return True
    if (attributes.get("role") or "") in parts.aside_roles or HIDING.search(attributes.get("style") or ""):
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return any(word.lower() in parts.aside_words for word in CAMEL.split(names))


def prune_menus(body: LexborNode) -> None:
    """Remove lists that are nothing but links to other pages."""
    for node in body.css("ul,ol"):
        links = node.css("a[href]")
        if len(links) < FEWEST_MENU_LINKS or any(
            NO_PAGE_LINK.match(link.attributes.get("href") or "") for link in links
        ):
            continue
        linked = sum(len(link.text().strip()) for link in links)
        if linked >= len("".join(node.text().split())) * MENU_LINK_SHARE:
            node.decompose()


def ancestors(node: LexborNode | None) -> set[int]:
    """Ids of a node and of all elements around it."""
    found = set()
    while node is not None:
        found.add(node.mem_id)
        node = node.parent
    return found


def prune_cards(body: LexborNode, heading: LexborNode | None) -> int:
    """Remove teasers of other pages and say how many there were."""
    keep = ancestors(heading)
    whole = len(body.text())
    groups: dict[tuple[int, str, str], list[tuple[LexborNode, str]]] = defaultdict(list)
    for node in body.css(CARD_TAGS):
        link = card_link(node)
        if link and node.parent is not None and node.mem_id not in keep:
            groups[(node.parent.mem_id, node.tag or "", node.attributes.get("class") or "")].append((node, link))
    gone: set[int] = set()
    links: Counter[str] = Counter()
    for group in groups.values():
        if len({link for _, link in group}) < FEWEST_CARDS or is_fact_list(group, heading, whole):
            continue
        for node, link in group:
            if not gone & ancestors(node):
                gone.add(node.mem_id)
                links[link] += 1
                node.decompose()
    return len(links)


def is_fact_list(group: list[tuple[LexborNode, str]], heading: LexborNode | None, whole: int) -> bool:
    """True for the linked facts under an ad's heading: place, line of work, contract. The ad itself stands below."""
    around = heading
    held = {node.mem_id for node, _ in group}
    for _ in range(FACTS_DEPTH):
        around = around.parent if around is not None else None
        if around is None or len(around.text()) > LONGEST_FACTS:
            return False
        if held <= {node.mem_id for node in around.css(CARD_TAGS)}:
            return len(around.text()) * FACTS_SHARE < whole
    return False


def card_link(node: LexborNode) -> str:
    """Address that a teaser leads to; "" when the element is no teaser."""
    text = len(" ".join(node.text(separator=" ").split()))
    if text > LONGEST_CARD:
        return ""
    for link in node.css("a[href]"):
        words = len(" ".join(link.text().split()))
        address = link.attributes.get("href") or ""
        heads = link.parent is not None and link.parent.tag in HEADINGS
        if words >= SHORTEST_LINK and (heads or words >= text * LINK_SHARE) and not NO_PAGE_LINK.match(address):
            return address
    return ""


def main_area(body: LexborNode, heading: LexborNode | None) -> LexborNode:
    """The smallest part of the page that holds the whole ad."""
    around = ancestors(heading)
    mains = body.css("main,[role=main]")
    area = max(mains, key=lambda node: len(node.text()), default=body)
    if len(area.text()) < len(body.text()) * ARTICLE_SHARE and heading is not None and area.mem_id not in around:
        area = body
    articles = [node for node in area.css("article,[itemtype*=JobPosting]") if node.mem_id in around or heading is None]
    if articles:
        largest = max(articles, key=lambda node: len(node.text()))
        if len(largest.text()) >= len(area.text()) * ARTICLE_SHARE:
            return largest
    return area
