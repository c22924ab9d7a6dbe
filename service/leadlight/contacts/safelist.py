"""Contact points that many employers share for a known, honest reason: they link nothing."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from leadlight.contacts.normalise import Identity, mailbox
from leadlight.errors import RuleError
from leadlight.postings.model import ContactKind

FILE = "safelists/contacts.yml"
_KINDS = frozenset({"email", "email_domain", "phone", "link_host"})
_NEEDED = frozenset({"kind", "value", "why", "source", "checked_on"})


@dataclass(frozen=True, slots=True)
class Safelist:
    """Contact points that are not counted: mailboxes, mail domains with their subdomains, phones, hosts of links."""

    emails: frozenset[str] = frozenset()
    email_domains: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    link_hosts: frozenset[str] = frozenset()

    def covers(self, identity: Identity) -> bool:
        """Whether this contact point is shared for a known reason."""
        if identity.kind is ContactKind.EMAIL:
            domain = identity.value.rpartition("@")[2]
            return identity.value in self.emails or _within(domain, self.email_domains)
        if identity.kind is ContactKind.PHONE:
            return identity.value in self.phones
        if identity.kind is ContactKind.LINK:
            return _within(identity.value.partition("/")[0], self.link_hosts)
        return False


NO_SAFELIST = Safelist()


def load_safelist(folder: Path) -> Safelist:
    """Read `safelists/contacts.yml` in the folder of the shared rules.

    Raises:
        RuleError: an entry is incomplete or of an unknown kind.
        OSError: the file cannot be read.
    """
    path = folder / FILE
    found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    text = path.read_text(encoding="utf-8")
    entries = yaml.safe_load(text) or []
    root = yaml.compose(text)
    lines = [node.start_mark.line + 1 for node in root.value] if root is not None else []
    for line, entry in zip(lines, entries, strict=True):
        missing = _NEEDED - set(entry)
        if missing:
            raise RuleError(f"{path}:{line}: the entry lacks {', '.join(sorted(missing))}")
        if entry["kind"] not in _KINDS:
            raise RuleError(f"{path}:{line}: unknown kind {entry['kind']!r}; known are {', '.join(sorted(_KINDS))}")
        found[entry["kind"]].add(str(entry["value"]))
    return Safelist(
        emails=frozenset(map(mailbox, found["email"])),
        email_domains=frozenset(found["email_domain"]),
        phones=frozenset(found["phone"]),
        link_hosts=frozenset(found["link_host"]),
    )


def _within(host: str, domains: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
