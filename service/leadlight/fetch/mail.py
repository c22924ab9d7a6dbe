"""Sends the digest of alerts through the mail server that the operator configured.

That server is trusted, unlike every address that comes from an ad: it may be private. It is opened only when
LEADLIGHT_ALERT_MAIL_TO is set. Outside of this machine nothing is sent in the clear: `smtp://` must offer STARTTLS.
"""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 10.0
"""Seconds for each step of the conversation. The caller is the upkeep, which nobody waits for."""

PORTS = {"smtp": 587, "smtps": 465}
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def send_mail(server: str, *, sender: str, to: Sequence[str], subject: str, text: str, name: str) -> bool:
    """Send one mail; True when the server took it for at least one of the receivers.

    False: nobody got it, and it should be sent again later.

    Args:
        server: `smtp://` or `smtps://`, with user, password and port where needed.
        sender: mail address that it comes from.
        to: mail addresses that it goes to.
        subject: one line.
        text: the mail.
        name: the same for the same mail; becomes its Message-ID.

    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ", ".join(to), subject
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        with _connected(server) as connection:
            refused = connection.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("the digest of alerts was not sent, and will be tried again: %s", type(error).__name__)
        return False
    if refused:
        log.warning("the mail server refused %d of %d receivers of the digest of alerts", len(refused), len(to))
    return True


def _connected(server: str) -> smtplib.SMTP:
    """A conversation with the server, private and signed in where it has to be.

    Raises:
        smtplib.SMTPException: the server refuses.
        OSError: it cannot be reached, or its certificate is wrong.
        ValueError: the address has no such port.
    """
    parts = urlsplit(server)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    safe = ssl.create_default_context()
    connection = (
        smtplib.SMTP_SSL(host, port, timeout=ANSWER_WITHIN_S, context=safe)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=ANSWER_WITHIN_S)
    )
    try:
        if parts.scheme == "smtp" and host not in _HERE:
            connection.starttls(context=safe)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection
