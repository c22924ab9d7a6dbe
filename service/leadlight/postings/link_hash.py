"""The hash under which a link is looked up without naming it."""

import hashlib

HASH_BYTES = 32
PREFIX_BYTES = 2
"""What an asker gives away: 16 bits, shared by one in 65,536 of all links."""


def link_hash(canonical: str) -> bytes:
    """SHA-256 of a canonical link in UTF-8, 32 bytes. The extension makes the same one; see `shared_rules/vectors`.

    Args:
        canonical: what `canonical_url` returns; another spelling of the same link gives another hash.
    """
    return hashlib.sha256(canonical.encode("utf-8")).digest()
