"""The shapes of reports on the wire."""

from typing import Annotated, Literal

from pydantic import Base64Bytes, ConfigDict, Field, StringConstraints

from leadlight.api.schemas import Shape
from leadlight.reports.content import LONGEST, LONGEST_SIGN, MOST_SIGNS

Sign = Annotated[str, StringConstraints(max_length=LONGEST_SIGN)]
EXAMPLE_ATTEMPT = "5f2b8d4c90e147a3b6d18c0f7e2a9b34"


class ReportContent(Shape):
    """What a reader tells about an ad. The same members stand in the JSON that is sealed."""

    kind: Literal["report", "dispute"] = Field(
        "report", description="About the ad, or about what Leadlight said of it.", examples=["report"]
    )
    what: str = Field("", description="What happened.", max_length=LONGEST["what"], examples=["They asked for money."])
    address: str = Field(
        "", description="Address of the ad.", max_length=LONGEST["address"], examples=["https://jobs.example/1"]
    )
    words: str = Field(
        "", description="Words of the ad that matter.", max_length=LONGEST["words"], examples=["a fee of 300 EUR"]
    )
    contact: str = Field("", description="How to answer, if wanted.", max_length=LONGEST["contact"], examples=[""])
    level: str = Field("", description="Level that was shown.", max_length=LONGEST["level"], examples=["warning"])
    signs: list[Sign] = Field([], description="Ids of the indicators that were shown.", max_length=MOST_SIGNS)


class ReportRequest(Shape):
    """A report: `sealed` with `key`, where the service publishes a key, else `report`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"attempt": EXAMPLE_ATTEMPT, "report": {"what": "They asked for money.", "kind": "report"}}]
        }
    )

    attempt: str = Field(
        description="128 random bits in hexadecimal, new for each report. Sent again with the same, a report is kept "
        "once and has the same receipt.",
        pattern=r"^[0-9a-f]{32}$",
        examples=[EXAMPLE_ATTEMPT],
    )
    sealed: Base64Bytes | None = Field(
        None,
        description="The report sealed with HPKE (RFC 9180: DHKEM P-256, HKDF-SHA256, AES-256-GCM, info "
        "`leadlight report 1`), in base64: JSON of a ReportContent, filled with spaces up to 4, 16, 64 or 256 KiB.",
    )
    key: str = Field("", description="Id of the key that it is sealed with.", max_length=32, examples=[""])
    report: ReportContent | None = Field(None, description="The report as it is, where the service has no key.")


class ReportKeyShape(Shape):
    """The key that reports are sealed with. The service cannot open them."""

    id: str = Field(description="First 16 hexadecimal digits of SHA-256 of the key.", examples=["0f1e2d3c4b5a6978"])
    public_key: str = Field(description="Uncompressed P-256 point, 65 bytes in base64.")


class ReportsAnswer(Shape):
    """How this service takes reports."""

    taken: bool = Field(description="False: nobody here reads reports, and none is taken.")
    key: ReportKeyShape | None = Field(description="null: reports are not sealed; whoever runs the service reads them.")
    kept_days: int = Field(description="Days after which a report is erased. 0: none is taken.", examples=[90])


class ReceiptAnswer(Shape):
    """A report was taken."""

    receipt: str = Field(
        description="The only way to ask for its state. It cannot be shown again.",
        examples=["7KQ2-M4XD-0RVB-PZ31-HT8W"],
    )
    kept_days: int = Field(description="Days after which the report is erased.", examples=[90])


class ReportStateAnswer(Shape):
    """How far a report got, and nothing of it."""

    state: Literal["received", "read", "closed"] = Field(description="How far it got.", examples=["read"])
