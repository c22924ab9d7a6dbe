"""Errors that Leadlight raises on purpose.

LeadlightError
├── BadInput                       the caller can mend it; becomes a problem answer
│   ├── BadRequest           400   the request itself is malformed
│   ├── BodyTooLarge         413   more bytes than the limit
│   ├── BadUrl               422   not a link that may be fetched
│   ├── AddressRefused       422   the link leads to an address the service never touches
│   ├── PageUnreadable       422   the page came, but there is no single job ad to read in it
│   └── FetchFailed          502   the page could not be fetched
├── RuleError                  -   a rule file is wrong; names file and line
├── SourceChanged              -   a register file differs from what its source.yml promises
├── CheckUnavailable           -   a check could not run; becomes the state "not checked"
└── StoreUnavailable           -   a store could not be read or written
"""


class LeadlightError(Exception):
    """Base of every error that Leadlight raises on purpose."""


class BadInput(LeadlightError):
    """Something the caller sent cannot be used; says what was wrong and what to do.

    Attributes:
        code: stable kebab-case name; the last part of the problem's `type`.
        status: HTTP status that fits.
        wrong: one sentence for people: what was wrong.
        remedy: one sentence for people: what to do.
        facts: values that the sentences mention, for programs.

    """

    status = 422

    def __init__(self, code: str, wrong: str, remedy: str, **facts: str | int | float) -> None:
        super().__init__(f"{wrong} {remedy}")
        self.code = code
        self.wrong = wrong
        self.remedy = remedy
        self.facts = facts


class BadRequest(BadInput):
    """The request is malformed: not JSON, a wrong type, an unknown field, nothing to check."""

    status = 400


class BodyTooLarge(BadInput):
    """The body has more bytes than the service reads."""

    status = 413


class BadUrl(BadInput):
    """The text given as a link is no link that the service may fetch."""


class AddressRefused(BadInput):
    """The link leads to a private, local or otherwise special address."""


class PageUnreadable(BadInput):
    """A page was read, but it holds no single job ad: a list, a login wall, an empty page, another file type."""


class FetchFailed(BadInput):
    """The page could not be fetched: no such host, time-out, refused, too large, an error status."""

    status = 502


class RuleError(LeadlightError):
    """A rule file is wrong. The message starts with `file:line:`."""


class SourceChanged(LeadlightError):
    """A register file has an unknown column or word, or a row count outside its limits. The old snapshot stays."""


class CheckUnavailable(LeadlightError):
    """A check could not run. `reason` is one of `findings.Reason`; it is shown, never turned into an empty result."""

    def __init__(self, reason: str, **facts: str | int | float) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class StoreUnavailable(LeadlightError):
    """A store (database, cache) could not be read or written in time."""
