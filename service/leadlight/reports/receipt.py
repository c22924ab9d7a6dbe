"""The receipt of a report: the only way back to it, for whoever sent it and for nobody else."""

import hashlib
import hmac
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: none that is taken for another when it is copied by hand or read out on the telephone."""

LOOK_ALIKES: Final = str.maketrans("OIL", "011", " -\u2010\u2011\u2013")
SIGNS: Final = 20
"""100 random bits: nobody guesses one, so a plain hash of it is enough to find the report by."""

BITS_OF_A_SIGN: Final = 5
GROUP: Final = 4
ID_BYTES: Final = 16


def receipt_for(attempt: bytes, secret: bytes) -> str:
    """Make the receipt for one attempt to report, such as "7KQ2-M4XD-0RVB-PZ31-HT8W".

    The same attempt always has the same receipt, so a report that is sent again after its answer was lost is not
    kept twice.

    Args:
        attempt: random bytes that are new for each report.
        secret: a key of the deployment for this purpose.
    """
    number = int.from_bytes(hmac.digest(secret, attempt, "sha256"), "big")
    signs = "".join(ALPHABET[number >> BITS_OF_A_SIGN * place & len(ALPHABET) - 1] for place in range(SIGNS))
    return "-".join(signs[begin : begin + GROUP] for begin in range(0, SIGNS, GROUP))


def report_id_of(receipt: str) -> bytes | None:
    """Return the id of the report that a receipt belongs to, however it was copied; None when it is no receipt."""
    signs = receipt.upper().translate(LOOK_ALIKES)
    if len(signs) != SIGNS or not set(signs) <= set(ALPHABET):
        return None
    return hashlib.sha256(signs.encode()).digest()[:ID_BYTES]
