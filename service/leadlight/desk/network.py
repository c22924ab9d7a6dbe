"""Lays out a cluster as a picture: employers on the left, ads in the middle, contacts on the right. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from leadlight.contacts.clusters import Cluster
from leadlight.contacts.model import Sighting

MOST_NODES = 300
"""Above this the ads are not drawn one by one; each line then says how many ads it stands for."""

MOST_PER_SIDE = 40
"""Employers and contacts that are drawn; the others are one node together. The tables hold them all."""

ROW = 30
"""Height of a row: a target of 24 px with some space, as WCAG 2.2 asks of what can be clicked."""

WIDTH = 1000
COLUMNS: Mapping[str, int] = {"employer": 20, "ad": 400, "contact": 760}
NODE_WIDTHS: Mapping[str, int] = {"employer": 260, "ad": 200, "contact": 220}
LONGEST_LABEL = 30

_Key = TypeVar("_Key", str, bytes)


@dataclass(frozen=True, slots=True)
class Node:
    """One employer, ad or contact. `target` is the id of its row in the tables; `ads` says how many ads it has.

    `rest` is how many others it stands for; 0 for an ordinary node.
    """

    kind: str
    label: str
    target: str
    ads: int
    x: int
    y: int
    width: int
    rest: int = 0
    hub: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two nodes; `weight` 1 to 8 grows with the number of ads."""

    x1: int
    y1: int
    x2: int
    y2: int
    weight: int


@dataclass(frozen=True, slots=True)
class Party:
    """An employer or a contact point of a cluster: the row of its table."""

    target: str
    label: str
    kind: str
    ads: int
    hub: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """The picture, and the parties that its tables list, those with most ads first. `whole`: every ad is drawn."""

    width: int
    height: int
    nodes: Sequence[Node]
    lines: Sequence[Line]
    employers: Sequence[Party]
    contacts: Sequence[Party]
    whole: bool


def network_of(cluster: Cluster) -> Network:
    """Lay out a cluster. The same cluster gives the same picture."""
    employers, employer_of = _employers(cluster.ads)
    contacts, contacts_of = _contacts(cluster)
    whole = len(cluster.ads) + len(employers) + len(contacts) <= MOST_NODES
    links = Counter(
        (left, right)
        for ad in cluster.ads
        for left, right in _links(ad, employer_of[ad.ad_id], contacts_of[ad.ad_id], whole=whole)
    )
    columns = [_drawn("employer", employers), _drawn("contact", contacts)]
    if whole:
        columns.append([(ad_target(ad), ad.title, 1, 0, False) for ad in cluster.ads])
    kinds = ("employer", "contact", "ad")
    rows = max(len(column) for column in columns)
    nodes = [node for kind, column in zip(kinds, columns, strict=False) for node in _placed(kind, column, rows)]
    return Network(WIDTH, rows * ROW + ROW, nodes, list(_lines(links, nodes)), employers, contacts, whole)


def ad_target(ad: Sighting) -> str:
    """Id of the row of an ad in the table."""
    return f"ad-{ad.ad_id.hex()}"


def _employers(ads: Sequence[Sighting]) -> tuple[list[Party], dict[bytes, str]]:
    counts = Counter(ad.employer_key for ad in ads if ad.employer_key)
    names = {ad.employer_key: ad.employer for ad in ads}
    parties = [
        Party(f"employer-{at}", names[key], "employer", count) for at, (key, count) in enumerate(_ranked(counts))
    ]
    targets = {key: party.target for (key, _), party in zip(_ranked(counts), parties, strict=True)}
    return parties, {ad.ad_id: targets.get(ad.employer_key, "") for ad in ads}


def _contacts(cluster: Cluster) -> tuple[list[Party], dict[bytes, list[str]]]:
    counts = Counter(one.digest for ad in cluster.ads for one in ad.fingerprints)
    kinds = {one.digest: one.kind for ad in cluster.ads for one in ad.fingerprints}
    ranked = _ranked(counts)
    parties = [
        # A hash has no name; its first digits tell it from the others in this cluster.
        Party(f"contact-{at}", digest[:4].hex(), kinds[digest], count, hub=digest in cluster.hubs)
        for at, (digest, count) in enumerate(ranked)
    ]
    targets = {digest: party.target for (digest, _), party in zip(ranked, parties, strict=True)}
    return parties, {ad.ad_id: [targets[one.digest] for one in ad.fingerprints] for ad in cluster.ads}


def _ranked(counts: "Counter[_Key]") -> list[tuple[_Key, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def _links(ad: Sighting, employer: str, contacts: Sequence[str], *, whole: bool) -> Iterable[tuple[str, str]]:
    if whole:
        if employer:
            yield employer, ad_target(ad)
        for contact in contacts:
            yield ad_target(ad), contact
    elif employer:
        for contact in contacts:
            yield employer, contact


_Drawn = tuple[str, str, int, int, bool]


def _drawn(kind: str, parties: Sequence[Party]) -> list[_Drawn]:
    shown = [(one.target, one.label, one.ads, 0, one.hub) for one in parties[:MOST_PER_SIDE]]
    rest = parties[MOST_PER_SIDE:]
    if rest:
        shown.append((f"{kind}s", "", sum(one.ads for one in rest), len(rest), False))
    return shown


def _placed(kind: str, column: Sequence[_Drawn], rows: int) -> Iterable[Node]:
    step = rows * ROW / max(len(column), 1)
    for at, (target, label, ads, rest, hub) in enumerate(column):
        short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
        y = round(step * (at + 0.5) + ROW / 2)
        yield Node(kind, short, target, ads, COLUMNS[kind], y, NODE_WIDTHS[kind], rest, hub)


def _lines(links: Mapping[tuple[str, str], int], nodes: Sequence[Node]) -> Iterable[Line]:
    places = {node.target: node for node in nodes}
    for (left, right), ads in sorted(links.items()):
        # A party that is not drawn by itself is part of the node "others" of its side.
        one = places.get(left) or places.get("employers")
        other = places.get(right) or places.get("contacts")
        if one is not None and other is not None:
            yield Line(one.x + one.width, one.y, other.x, other.y, min(8, ads.bit_length()))
