"""The digest of alerts through a real mail server: once each, again when it was not taken, and without names."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from pydantic import SecretStr

from leadlight import upkeep as module
from leadlight.bundled import shared_rules_folder
from leadlight.fetch.mail import send_mail
from leadlight.screening.texts import load_texts
from leadlight.settings import BadSettings, Settings, read_settings
from leadlight.storage.database import Database
from leadlight.upkeep import StaffUpkeep
from test_upkeep import NUMBER, TODAY, remember

WORDS = load_texts(shared_rules_folder() / "texts").of("sk").desk
STAFF = "team@ngo.example"


class Mailbox:
    """What a real mail server took, or what it answers instead."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.signed_in: list[str] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(  # noqa: N802 - the name that the server looks for
        self, server: object, session: object, envelope: Envelope
    ) -> str:
        if self.refuses:
            return "451 try again later"
        assert envelope.rcpt_tos == [STAFF]
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def authenticate(
        self, server: object, session: object, envelope: object, mechanism: str, data: object
    ) -> AuthResult:
        self.signed_in.append(f"{data.login.decode()} {data.password.decode()}")  # type: ignore[attr-defined]
        return AuthResult(success=True)

    def settings(self, **more: object) -> Settings:
        return Settings(
            alert_smtp_url=SecretStr(f"smtp://127.0.0.1:{self.port}"),
            alert_mail_from="leadlight@ngo.example",
            alert_mail_to=(STAFF,),
            **more,  # type: ignore[arg-type]
        )


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on this machine."""
    made = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        made.port = int(probe.getsockname()[1])
    server = Controller(
        made,
        hostname="127.0.0.1",
        port=made.port,
        authenticator=made.authenticate,
        auth_require_tls=False,
    )
    server.start()
    yield made
    server.stop()


def test_a_digest_says_what_to_look_at_and_names_nobody(sqlite_database: Database, mailbox: Mailbox) -> None:
    remember(sqlite_database)
    StaffUpkeep(mailbox.settings(), sqlite_database, WORDS).run(TODAY)
    (mail,) = mailbox.mails
    text = mail.get_content()  # type: ignore[attr-defined]
    assert (mail["From"], mail["To"], mail["Auto-Submitted"]) == ("leadlight@ngo.example", STAFF, "auto-generated")
    assert mail["Subject"] == f"Leadlight: {WORDS['alerts_title']} (1)"
    assert WORDS["rule_many_employers"] in text
    assert "/desk/clusters/" in text
    for clear in (NUMBER, "601234567", "Alfa", "Picker", "a.example"):
        assert clear not in str(mail)


def test_no_alert_is_mailed_twice_and_a_quiet_time_sends_nothing(
    sqlite_database: Database, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    StaffUpkeep(mailbox.settings(), sqlite_database, WORDS).run(TODAY)
    assert mailbox.mails == []
    remember(sqlite_database)
    upkeep = StaffUpkeep(mailbox.settings(), sqlite_database, WORDS)
    for _ in range(3):
        upkeep.run(TODAY)
    # Also not after a restart, and not when the hours have gone by.
    StaffUpkeep(mailbox.settings(), sqlite_database, WORDS).run(TODAY)
    hours_later = module.time.monotonic() + 25 * 3_600
    monkeypatch.setattr(module.time, "monotonic", lambda: hours_later)
    upkeep.run(TODAY)
    assert len(mailbox.mails) == 1


def test_what_the_server_did_not_take_is_sent_again_under_the_same_name(
    sqlite_database: Database, mailbox: Mailbox
) -> None:
    remember(sqlite_database)
    upkeep = StaffUpkeep(mailbox.settings(), sqlite_database, WORDS)
    mailbox.refuses = True
    upkeep.run(TODAY)
    assert mailbox.mails == []
    mailbox.refuses = False
    upkeep.run(TODAY)
    (mail,) = mailbox.mails
    (alert,) = sqlite_database.alerts.newest(limit=9)
    sqlite_database.alerts.mark_mailed([])
    assert mail["Message-ID"].endswith("@ngo.example>")
    assert alert.acknowledged_on is None


def test_what_a_person_took_note_of_is_not_mailed(sqlite_database: Database, mailbox: Mailbox) -> None:
    remember(sqlite_database)
    mailbox.refuses = True
    upkeep = StaffUpkeep(mailbox.settings(), sqlite_database, WORDS)
    upkeep.run(TODAY)
    (alert,) = sqlite_database.alerts.newest(limit=9)
    assert sqlite_database.alerts.acknowledge(alert.alert_id, by="Maria", on=TODAY)
    mailbox.refuses = False
    upkeep.run(TODAY)
    assert mailbox.mails == []


def test_a_mail_is_signed_in_for_where_the_address_says_so(mailbox: Mailbox) -> None:
    server = f"smtp://team%40ngo:p%3Aw@127.0.0.1:{mailbox.port}"
    assert send_mail(server, sender="a@b.example", to=[STAFF], subject="x", text="y", name="n")
    assert mailbox.signed_in == ["team@ngo p:w"]


def test_a_server_that_is_not_there_or_would_read_in_the_clear_gets_nothing(mailbox: Mailbox) -> None:
    mail = {"sender": "a@b.example", "to": [STAFF], "subject": "x", "text": "y", "name": "n"}
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert not send_mail(f"smtp://127.0.0.1:{nobody.getsockname()[1]}", **mail)  # type: ignore[arg-type]
    # Another name of this machine counts as another machine: without STARTTLS nothing is said.
    assert not send_mail(f"smtp://127.0.0.2:{mailbox.port}", **mail)  # type: ignore[arg-type]
    assert not send_mail(f"smtps://127.0.0.1:{mailbox.port}", **mail)  # type: ignore[arg-type]
    assert mailbox.mails == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"LEADLIGHT_ALERT_MAIL_TO": "team@ngo.example"},
        {"LEADLIGHT_ALERT_SMTP_URL": "http://mail.example"},
        {"LEADLIGHT_ALERT_MAIL_FROM": "nobody"},
    ],
)
def test_half_a_setting_refuses_the_start_and_repeats_no_value(wrong: dict[str, str]) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(wrong)
    assert next(iter(wrong)) in str(refused.value)
    assert not any(value in str(refused.value) for value in wrong.values())
