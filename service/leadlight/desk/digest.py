"""The digest of alerts that staff can have by e-mail: counts and ids, no word of an ad and no contact value."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadlight.contacts.alerts import Alert

MOST_SHOWN = 50
"""Alerts in one mail; the subject counts them all, and the page shows them all."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A mail in words.

    `name` is the same for the same alerts, so that a mail which is sent twice, because the answer of the server got
    lost, is recognised as one by mail programs.
    """

    subject: str
    text: str
    name: str


def digest_of(alerts: Sequence[Alert], words: Mapping[str, str]) -> Digest:
    """Put alerts into words.

    Args:
        alerts: at least one.
        words: the words of the pages in the language of the staff.

    """
    lines = [words["alerts_intro"]]
    for one in alerts[:MOST_SHOWN]:
        facts = one.facts
        rule = words[f"rule_{one.rule}"].format(quiet_days=facts.get("quiet_days", 0))
        said = words["alert_facts"].format(
            kind=words.get(f"kind_{one.contact.kind}", one.contact.kind),
            contact=one.contact.digest[:4].hex(),
            **{name: facts[name] for name in ("ads", "days", "employers", "sites")},
        )
        lines.append(f"{rule}\n{said}\n{one.raised_on} /desk/clusters/{one.ad_id.hex()}")
    if len(alerts) > MOST_SHOWN:
        lines.append(f"… (+{len(alerts) - MOST_SHOWN}) /desk/alerts")
    name = hashlib.blake2b(b"".join(sorted(one.alert_id for one in alerts)), digest_size=16).hexdigest()
    return Digest(f"Leadlight: {words['alerts_title']} ({len(alerts)})", "\n\n".join(lines) + "\n", name)
