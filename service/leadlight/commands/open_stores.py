"""Opens the database and the keys for commands that need nothing else of the service."""

from leadlight.contacts.keys import KeyRing
from leadlight.settings import Settings, read_former_secrets, read_secret_key, read_settings
from leadlight.storage.database import Database, open_database


def key_ring(settings: Settings) -> KeyRing:
    """Return the deployment's keys, former ones included."""
    return KeyRing(read_secret_key(settings), former=read_former_secrets(settings))


def open_stores() -> tuple[Database, KeyRing]:
    """Open the database of this installation with its keys. The caller closes the database."""
    settings = read_settings()
    return open_database(settings.database), key_ring(settings)
