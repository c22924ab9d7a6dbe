"""Leave out what a job site says about itself below an ad: advice for job seekers, about us, about the author."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEADINGS = frozenset({"h2", "h3", "h4"})
SECTION_TAGS = "section,article,div"
# An address, a number to call, an amount of money: what a reader must see whatever else the section says.
HAS_CONTACT = re.compile(r"@|\+?\d(?:[ ().-]{0,2}\d){7}|[€$£₴₽]|\d ?(?:eur|usd|gbp|pln|zł|kč|lei|ft)\b")
SHORTEST_NAME = 5


@dataclass(frozen=True, slots=True)
class AboutSite:
    """How the site names itself, and the names that only the ad is about; all in lower case.

    Attributes:
        names: host without "www.", name for sharing.
        ad: title and employer of the ad.

    """

    names: tuple[str, ...]
    ad: tuple[str, ...]


def about_site(tree: LexborHTMLParser, url: str, *, title: str, employer: str) -> AboutSite | None:
    """What the page and its address say of the site; None when the site is the employer's own or has no name."""
    names = {host for address in (url, *own_addresses(tree)) if (host := host_of(address))}
    plain_employer = re.sub(r"\W+", "", employer.lower())
    known = tuple(name for name in sorted(names) if len(name) >= SHORTEST_NAME)
    words = [word for word in re.split(r"\W+", employer.lower()) if len(word) >= SHORTEST_NAME - 1]
    own = any(word in name for name in known for word in words) or any(
        plain_employer and plain_employer in name.replace("-", "") for name in known
    )
    ad = tuple(name.lower() for name in (title, employer) if name)
    return None if own or not known or not employer else AboutSite(known, ad)


def own_addresses(tree: LexborHTMLParser) -> list[str]:
    """Addresses that the page gives for itself."""
    links = [node.attributes.get("href") or "" for node in tree.css('link[rel="canonical"]')]
    return links + [node.attributes.get("content") or "" for node in tree.css('meta[property="og:url"]')]


def host_of(address: str) -> str:
    """Host of an address without "www.", "" when it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def prune_site_sections(body: LexborNode, keep: set[int], about: AboutSite) -> None:
    """Remove sections with a heading of their own that name the site and say nothing of the ad.

    A section with a contact or an amount of money, or one that names the ad's title or employer, stays: it may be
    part of the ad.
    """
    for node in body.css(SECTION_TAGS):
        if node.parent is None or node.mem_id in keep or not begins_with_heading(node):
            continue
        text = " ".join(node.text(separator=" ").lower().split())
        names_site = any(name in text for name in about.names)
        if names_site and not HAS_CONTACT.search(text) and not any(name in text for name in about.ad):
            node.decompose()


def begins_with_heading(node: LexborNode) -> bool:
    """True when the first element in it is a heading."""
    first = next((child for child in node.iter() if child.tag not in ("br", "a", "span")), None)
    return first is not None and first.tag in HEADINGS
