"""How much of anything one fetch may take. Every number names its unit and its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch.

    Attributes:
        total_s: seconds for everything: names, redirects, body. People wait for the answer.
        connect_s: seconds for one connection attempt.
        read_s: seconds without a single byte.
        names_s: seconds for one name look-up.
        redirects: how many are followed; browsers allow 20, job boards need 2.
        addresses_tried: connection attempts per name.
        header_bytes: bytes until the headers end, interim answers included; servers send 1 to 8 KiB.
        body_bytes: bytes of the body on the wire; the largest of 40 saved job pages has 0.6 MB.
        page_bytes: bytes of the decoded page.
        at_once: fetches at the same time; the rest wait for their turn inside their own time.

    """

    total_s: float = 15.0
    connect_s: float = 5.0
    read_s: float = 8.0
    names_s: float = 3.0
    redirects: int = 5
    addresses_tried: int = 3
    header_bytes: int = 128 * 1024
    body_bytes: int = 4 * 1024 * 1024
    page_bytes: int = 8 * 1024 * 1024
    at_once: int = 32
