"""The shapes on the wire. Their descriptions and examples are the public documentation of the API."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, StringConstraints

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
SHORT = 1_000
"""Longest title, name or place in characters. The longest real title in 20,000 ordinary ads has 255."""


class Shape(BaseModel):
    """Base of all shapes: unknown fields are refused, so that a misspelt one cannot be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CheckRequest(Shape):
    """One job ad to check: a link alone, or the ad's HTML, text or structured data with an optional link.

    With `html`, `text`, `posting` or `file` nothing is fetched and `url` only says where the ad stood, unless `compare`
    asks for it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "Waiters for a hotel in Vienna. Pay the processing fee of 300 EUR before departure."},
                {"url": "https://jobs.example/offers/1234", "language": "sk"},
            ]
        }
    )

    url: str | None = Field(
        None, description="Address of the ad. Alone: the service fetches the page.", max_length=4_096
    )
    html: str | None = Field(None, description="The page as the reader's browser has it.")
    text: str | None = Field(None, description="The ad's own words. Offsets of quotes count in exactly this text.")
    posting: dict[str, Any] | None = Field(
        None,
        description="The ad as a schema.org JobPosting object, or the `@graph` in which it stands.",
        examples=[{"@type": "JobPosting", "title": "Waiter", "description": "<p>Waiters for a hotel in Vienna.</p>"}],
    )
    file: Base64Bytes | None = Field(
        None,
        description="A saved file, base64: PDF, mail (.eml), page or page archive (.html, .mhtml), chat export, text.",
    )
    compare: bool = Field(
        False, description="Also fetch `url`, and say in `compared` whether the site shows the service the same ad."
    )
    title: str = Field("", description="Title of the ad, beside `text`.", max_length=SHORT, examples=["Waiter (m/f)"])
    employer: str = Field(
        "", description="Employer that the ad names, beside `text`.", max_length=SHORT, examples=["Hotel Alfa GmbH"]
    )
    country: Country = Field("", description="Country of the work, ISO 3166-1 alpha-2, beside `text`.", examples=["AT"])
    language: Language = Field("en", description="Language of the answer, ISO 639-1. Without words in it: English.")
    remember: bool = Field(
        True,
        description="Keep keyed hashes of the ad's contact points, so that their reuse in other ads can be noticed. "
        "Nothing about the asker is kept in either case.",
    )

    @property
    def sends_ad(self) -> bool:
        """Whether the ad itself came with the request, and not its link alone."""
        return not (self.text is None and self.html is None and self.posting is None and self.file is None)

    @property
    def is_fetched(self) -> bool:
        """Whether the service opens a page for it."""
        return self.compare or not self.sends_ad


class QuoteShape(Shape):
    """The words of the ad that a finding rests on (W3C Web Annotation: text position and text quote in one)."""

    field: str = Field(description="Field of the posting in which the words stand.", examples=["text"])
    start: int = Field(description="First character, counted in Unicode code points from 0.", ge=0, examples=[44])
    end: int = Field(description="Character after the last one, in code points.", ge=0, examples=[58])
    exact: str = Field(description="The words.", examples=["processing fee"])
    prefix: str = Field(description="Up to 32 code points before.", examples=["Pay the "])
    suffix: str = Field(description="Up to 32 code points after.", examples=[" of 300 EUR"])


class SourceShape(Shape):
    """Where a finding comes from, with the date of the data."""

    id: str = Field(description="Stable id: `rules`, the id of a register, or `sightings`.", examples=["rules"])
    title: str = Field(description="Name for people.", examples=["Leadlight rules"])
    as_of: date | None = Field(description="Date of the data.", examples=["2026-11-26"])
    version: str = Field(description="Version of the rules or id of the snapshot.", examples=["2026.11.26-1f3a"])
    url: str = Field(description="Official address, empty when there is none.", examples=[""])


class OtherAdShape(Shape):
    """Another ad that shows the same sign. Only staff see these."""

    title: str = Field(description="Its title.")
    employer: str = Field(description="Employer that it names.")
    place: str = Field(description="Place of work.")
    site: str = Field(description="Site on which it stood.")
    seen_on: date = Field(description="Day on which it was seen.")


CheckName = Literal["wording", "register", "contact"]
StateName = Literal["found", "nothing_found", "not_checked"]
LevelName = Literal["warning", "caution", "notice", "nothing_found", "not_checked"]


class CheckShape(Shape):
    """What became of one of the three checks. A check that failed is `not_checked`, never an empty result."""

    check: CheckName = Field(description="Which check.", examples=["wording"])
    name: str = Field(description="Its name in the answer's language.", examples=["Wording"])
    state: StateName = Field(description="What became of it.", examples=["found"])
    state_text: str = Field(
        description="The state in words; of a register that was read, what it says about the agency's licence.",
        examples=["Something was found."],
    )
    reason: str | None = Field(
        description="Why it, or a part of it, did not run; null when all of it ran.", examples=[None]
    )
    reason_text: str | None = Field(description="The reason in words; null when all of it ran.", examples=[None])
    sources: list[SourceShape] = Field(description="What was consulted, with dates, also when nothing was found.")


class FindingShape(Shape):
    """One thing that a check saw: what, why it matters, what to do, the words it rests on, its source."""

    check: CheckName = Field(description="The check that saw it.", examples=["wording"])
    indicator: str = Field(description="Stable id of the indicator.", examples=["fees.before_departure"])
    family: str = Field(description="Family of the indicator.", examples=["fees"])
    weight: Literal["weak", "medium", "strong"] = Field(description="How much it counts.", examples=["strong"])
    red_line: bool = Field(description="It makes a warning alone.", examples=[True])
    combination: bool = Field(description="It is a named combination of wording findings.", examples=[False])
    unreviewed: bool = Field(
        description="It rests on ads that anybody may have sent in: it makes a notice at most.", examples=[False]
    )
    headline: str = Field(description="What was seen, in one line.", examples=["The ad asks for money before the job."])
    why: str = Field(description="Why it matters.", examples=["Workers should not pay to get a job."])
    what_to_do: str = Field(description="What to do.", examples=["Do not pay. Ask who charges it and why."])
    quotes: list[QuoteShape] = Field(description="The words of the ad; empty when the sign is not a matter of words.")
    source: SourceShape = Field(description="Where the knowledge comes from.")
    facts: dict[str, str | int | float] = Field(description="Values that the sentences mention.", examples=[{}])
    seen_in: list[OtherAdShape] = Field(description="Other ads with the same sign; empty for the public.")


class HelplineShape(Shape):
    """Someone to talk to, with the source of the number and the day it was checked."""

    country: str = Field(description="ISO 3166-1 alpha-2, or `EU` for everywhere in the Union.", examples=["SK"])
    name: str = Field(description="Name of the helpline.")
    phone: str = Field(
        description="E.164 number or short code; empty when there is only a page.", examples=["+421800800818"]
    )
    url: str = Field(description="Its page; empty when there is only a number.")
    languages: list[str] = Field(description="ISO 639-1 codes of the languages spoken there.", examples=[["sk", "en"]])
    hours: str = Field(description="Opening hours in words, empty when unknown.")
    source: str = Field(description="Where the number was read.")
    checked_on: date = Field(description="Day on which the number was checked.")


class RowShape(Shape):
    """The row of the published table that gave the level."""

    id: str = Field(description="Stable id of the row.", examples=["red_line"])
    sentence: str = Field(description="The row in words.")


class PlaceShape(Shape):
    """A place of work."""

    name: str = Field(description="As written in the ad.", examples=["Wien"])
    country: str = Field(description="ISO 3166-1 alpha-2, empty when unknown.", examples=["AT"])
    origin: str = Field(description="Where it was read.", examples=["json-ld"])


class OfficeAddressShape(Shape):
    """The postal address of the office that the ad gives for its agency or employer."""

    written: str = Field(description="As written in the ad.", examples=["ul. Prosta 5, 00-838 Warszawa"])
    town: str = Field(description="Town, as written.", examples=["Warszawa"])
    postcode: str = Field(description="Postcode, empty when there is none.", examples=["00-838"])
    country: str = Field(description="ISO 3166-1 alpha-2 that the address names, else empty.", examples=["PL"])
    origin: str = Field(description="Where it was read.", examples=["page-text"])
    name: str = Field(description="Whose address it is, empty when the ad only labels it.", examples=["Zielona Praca"])


class PayShape(Shape):
    """An amount of pay that the ad names."""

    low: float | None = Field(description="Lowest amount; null for 'up to'.", examples=[1800])
    high: float | None = Field(description="Highest amount; null for 'from'.", examples=[2200])
    currency: str = Field(description="ISO 4217, empty when the ad names none.", examples=["EUR"])
    period: str = Field(description="hour, day, week, month, year, piece, or empty.", examples=["month"])
    basis: str = Field(description="gross, net, or empty.", examples=["net"])
    monthly_low: float | None = Field(description="Lowest amount for one month; null when it cannot be computed.")
    monthly_high: float | None = Field(description="Highest amount for one month; null when it cannot be computed.")
    assumption: str = Field(description="What the monthly figure assumes, in words.")


class ContactShape(Shape):
    """A contact point as written in the ad, and where."""

    kind: str = Field(description="Kind of contact point.", examples=["phone"])
    written: str = Field(description="The characters of the ad; empty for a picture.", examples=["+421 900 000 000"])
    start: int | None = Field(description="First code point in the text; null when it stands in structured data only.")
    end: int | None = Field(description="Code point after the last one; null when it stands in structured data only.")
    traits: list[str] = Field(
        description="What lists know of it: free-mail, disposable-mail, short-link, public-inbox. No sign by itself.",
        examples=[["free-mail"]],
    )


class LicenceClaimShape(Shape):
    """A licence or register number that the ad prints."""

    scheme: str = Field(description="Numbering that it belongs to.", examples=["kraz"])
    number: str = Field(description="The number in compact form.", examples=["12345"])
    written: str = Field(description="The characters of the ad.", examples=["KRAZ 12345"])


class DisagreementShape(Shape):
    """Two parts of one page that say different things."""

    field: str = Field(description="What they disagree about.", examples=["place"])
    one: str = Field(description="What one part says.")
    one_origin: str = Field(description="Where that was read.")
    other: str = Field(description="What the other part says.")
    other_origin: str = Field(description="Where that was read.")


class MessageShape(Shape):
    """One message of a chat; a quote stands in the message whose range holds it."""

    sender: str = Field(description="Who wrote it, as the chat names them.")
    sent: str = Field(description="Date and time as the chat writes them.", examples=["12.03.2026 10:15"])
    start: int = Field(description="First code point of its words in the text.")
    end: int = Field(description="Code point after the last one.")


class ComparedShape(Shape):
    """Whether the site shows this service the same ad as the reader."""

    state: Literal["same", "different", "not_compared"] = Field(description="What became of the comparison.")
    sentence: str = Field(description="The same in words.")


class PostingShape(Shape):
    """The ad as it was read. Empty means that the ad does not say."""

    title: str = Field(description="Title of the ad.")
    employer: str = Field(description="Employer that the ad names.")
    agency: str = Field(description="Placing or lending agency that the ad names.")
    country: str = Field(description="Country of the work, ISO 3166-1 alpha-2.")
    places: list[PlaceShape] = Field(description="Places of work.")
    language: str = Field(description="Language of the ad, ISO 639-1.")
    url: str = Field(description="Canonical address of the ad.")
    text: str | None = Field(description="The text in which quotes are counted; null when the caller sent `text`.")
    origins: dict[str, str] = Field(description="Field name and where it was read.")
    disagreements: list[DisagreementShape] = Field(description="Where parts of the page contradict each other.")
    contacts: list[ContactShape] = Field(description="Contact points found.")
    pay: list[PayShape] = Field(description="Amounts of pay found.")
    licence_claims: list[LicenceClaimShape] = Field(description="Licence numbers that the ad prints.")
    office_addresses: list[OfficeAddressShape] = Field(description="Postal addresses of the agency's office.")
    messages: list[MessageShape] = Field(description="Messages, when the text is a chat; else empty.")


class VersionsShape(Shape):
    """What the answer was made with: the same content and versions give the same answer."""

    service: str = Field(description="Version of Leadlight.", examples=["0.1.0"])
    rules: str = Field(description="Version of the rules.", examples=["2026.11.26-1f3a"])
    registers: dict[str, date] = Field(description="Register id and date of its snapshot.", examples=[{}])
    meaning: str = Field(
        "", description="Version of the reader of meaning; empty: the service has none.", examples=["2026-11-26-1f3a"]
    )


class VerdictAnswer(Shape):
    """The verdict for one ad. No level says "safe": `nothing_found` says what was looked at, not what the job is."""

    level: LevelName = Field(description="How much there is to look at.", examples=["warning"])
    title: str = Field(description="The level in words.", examples=["Warning: check before you answer"])
    meaning: str = Field(description="What the level means and does not mean.")
    row: RowShape = Field(description="Why this level.")
    language: str = Field(description="Language of the answer, ISO 639-1.", examples=["en"])
    checks: list[CheckShape] = Field(description="The three checks, in the order wording, register, contact.")
    findings: list[FindingShape] = Field(description="What was seen, the most important first.")
    helplines: list[HelplineShape] = Field(description="Who can be asked, the country of the work first.")
    posting: PostingShape = Field(description="The ad as it was read.")
    compared: ComparedShape | None = Field(description="Whether the site shows the same ad; null when not asked.")
    versions: VersionsShape = Field(description="What the answer was made with.")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 problem details."""

    model_config = ConfigDict(
        extra="allow",  # RFC 9457 lets a problem carry its own members, such as a limit
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/nothing-to-check",
                    "title": "The request holds no ad.",
                    "status": 400,
                    "detail": "The request holds no ad. Send a link, or the text of the ad.",
                    "remedy": "Send a link, or the text of the ad.",
                }
            ]
        },
    )

    type: str = Field(description="Stable address of a page that explains this problem.")
    title: str = Field(description="What was wrong, in one sentence.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong and what to do.")
    remedy: str = Field(description="What to do.")


class HelplinesAnswer(Shape):
    """All helplines that Leadlight knows."""

    helplines: list[HelplineShape] = Field(description="One entry for each helpline, by country.")


class RegisterShape(Shape):
    """One official register that Leadlight can read, and the snapshot that it has."""

    id: str = Field(description="Stable id.", examples=["bd_bmet"])
    kind: Literal["licence", "warning", "job_order"] = Field(
        description="`licence`: licensed agencies. `warning`: names that an authority warns of or struck off. "
        "`job_order`: jobs that it approved for licensed agencies."
    )
    title: str = Field(description="Name of the register.")
    publisher: str = Field(description="Who publishes it.")
    country: str = Field(description="ISO 3166-1 alpha-2.", examples=["BD"])
    covers: list[Literal["work_here", "work_abroad"]] = Field(
        description="Whose placement it is about, seen from its country."
    )
    coverage: str = Field(description="Who stands on it, in a sentence.")
    absence: str = Field(description="What it means not to stand on it, in a sentence.")
    absence_counts: bool = Field(description="Whether absence from it can be a finding.")
    url: str = Field(description="Official page where everybody can look.")
    frequency: str = Field(description="How often the authority renews it, in words.")
    state: Literal["in_use", "too_old", "no_copy"] = Field(
        description="State of the snapshot. Only `in_use` says who is licensed."
    )
    as_of: date | None = Field(description="Date of the snapshot; null when none was loaded.")
    age_days: int | None = Field(description="Age of the snapshot in days; null when none was loaded.")
    too_old: bool = Field(description="Older than the register's limit: checks say 'not checked'.")
    too_old_after_days: int = Field(description="The register's limit in days.")
    rows: int | None = Field(description="Rows of the snapshot; null when none was loaded.")
    alarm: Literal["changed", "unreachable"] | None = Field(
        description="Why the last update was not taken over; the older snapshot still answers. Null: it went well."
    )


class RegistersAnswer(Shape):
    """What is known from which register, and from when."""

    registers: list[RegisterShape] = Field(description="One entry for each register, by country.")


class FlaggedLinkShape(Shape):
    """A link whose page was read by this service and judged."""

    hash: str = Field(description="SHA-256 of the canonical link, 64 hexadecimal digits.", examples=["a3f0" + "5" * 60])
    level: Literal["warning", "caution"] = Field(description="Level of the last verdict.", examples=["caution"])


class LookupAnswer(Shape):
    """Flagged links that share the beginning of a hash. A link that is missing was not flagged, no more than that."""

    prefix: str = Field(description="The prefix that was asked for.", examples=["a3f0"])
    links: list[FlaggedLinkShape] = Field(description="Flagged links, warnings first; empty when none is known.")
    complete: bool = Field(description="False: there are more than fit; the least urgent and oldest are left out.")
    padding: str = Field(description="Spaces that give every answer the same length. To be ignored.", examples=[""])


class AliveAnswer(Shape):
    """The process answers."""

    status: Literal["alive"] = Field(description="Always `alive`.")
    version: str = Field(description="Version of Leadlight.", examples=["0.1.0"])


class ReadyAnswer(Shape):
    """Whether checks can run now, and what is missing when some cannot."""

    status: Literal["ready", "degraded", "not_ready"] = Field(
        description="`degraded`: checks run, but some say 'not checked' or nothing is cached."
    )
    rules: str = Field(description="Version of the rules.")
    database: str = Field(description="`up`, or what is wrong.")
    cache: str = Field(description="State of the verdict cache.")
    registers: list[RegisterShape] = Field(description="The registers with their ages.")
    warnings: list[str] = Field(description="What needs attention, in words; empty when nothing does.")
