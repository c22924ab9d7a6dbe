"""Every setting of the service: one LEADLIGHT_… environment variable each, with meaning, unit, range and default.

The unit is part of the name. A value outside its range, or a variable that is no setting, refuses the start and
names the variable, because a mistyped limit that is silently ignored is found out too late.
"""

import contextlib
import difflib
import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from leadlight.errors import LeadlightError
from leadlight.reports.sealing import BadKey, key_id_of

PREFIX = "LEADLIGHT_"
SECRET_FILE = "secret.key"  # noqa: S105 - the name of a file, not a secret
FORMER_SECRETS_FILE = "former-secrets.keys"
SECRET_BYTES = 32
STAFF_TOKEN_CHARACTERS = 16
MAIL_ADDRESS = r"[^@\s,<>]{1,64}@[A-Za-z0-9.-]{1,253}"
MAIL_SERVER = re.compile(r"smtps?://(?:[^@/\s]+@)?[A-Za-z0-9.-]+(?::\d{1,5})?/?")


class BadSettings(LeadlightError):
    """A setting cannot be used. The message names each variable, what is wrong with it and what is allowed."""


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder for data of this user: `leadlight` under the XDG data home."""
    home = environ.get("XDG_DATA_HOME", "")
    # The XDG specification ignores a relative data home.
    base = (
        Path(home) if home and Path(home).is_absolute() else Path(environ.get("HOME") or Path.home()) / ".local/share"
    )
    return base / "leadlight"


class Settings(BaseModel):
    """The settings of one service, all with a default that works on a bare machine."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    host: str = Field("127.0.0.1", description="Address to listen on. 127.0.0.1: only this machine.")
    port: int = Field(8000, ge=1, le=65535, description="TCP port to listen on.")
    data_dir: Path = Field(
        default_factory=lambda: default_data_dir(os.environ),
        description="Folder for the database, the cache's socket and the secret key. Default: under XDG data home.",
    )
    database_url: str = Field("", description="SQLAlchemy URL of the database. Empty: SQLite in the data folder.")
    redis_url: str = Field(
        "",
        pattern=r"^$|^(rediss?|unix)://",
        description="redis://, rediss:// or unix:// URL of the verdict cache. Empty: a Valkey started by the service.",
    )
    redis_budget_ms: int = Field(
        200, ge=20, le=60_000, description="Time for one question to Redis, in milliseconds; then it is done without."
    )
    redis_cluster: bool = Field(
        False, description="true: LEADLIGHT_REDIS_URL is a node of a Redis Cluster. false: it is one server."
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Key of all hashes, at least 32 characters. Empty: made once and kept in the data folder.",
    )
    former_secret_keys: tuple[SecretStr, ...] = Field(
        (),
        description="Keys used before LEADLIGHT_SECRET_KEY, oldest first, separated by commas. Never leave one out.",
    )
    rules_dir: Path | None = Field(None, description="Folder of shared rules. Empty: those that ship with Leadlight.")
    rules_look_seconds: int = Field(
        10, ge=1, le=3_600, description="How often LEADLIGHT_RULES_DIR is looked at for changed rules, in seconds."
    )
    check_budget_ms: int = Field(
        2_000, ge=10, le=60_000, description="Time for the three checks of one ad, in milliseconds; then: not checked."
    )
    meaning_budget_ms: int = Field(
        400,
        ge=0,
        le=60_000,
        description="Time for reading the meaning of one ad, in milliseconds; then: not read. 0: never read.",
    )
    meaning_processes: int = Field(
        1, ge=1, le=64, description="Processes that read meaning. Each takes up to 130 MB beside the 200 MB they share."
    )
    meaning_model_dir: Path | None = Field(
        None,
        description="Folder with model.onnx and tokenizer.json of multilingual-e5-small, read with ONNX Runtime. "
        "Empty: the model that is installed with Leadlight.",
    )
    read_budget_ms: int = Field(
        2_000, ge=100, le=60_000, description="Time for reading one page into an ad, in milliseconds."
    )
    fetch_budget_ms: int = Field(
        20_000, ge=100, le=120_000, description="Time for fetching one page, in milliseconds, everything included."
    )
    contact_url: str = Field(
        "",
        pattern=r"^$|^(https?://|mailto:)[!-~]{3,200}$",
        description="Page or mail address of who runs this service; sites that are fetched find it in their logs.",
    )
    fetch_test_hosts: tuple[Annotated[str, StringConstraints(min_length=1)], ...] = Field(
        (),
        description="Host names or host:port, separated by commas, that may be fetched although private. Tests only.",
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (),
        description="Networks of your own proxies, separated by commas: their X-Forwarded-For is believed.",
    )
    texts_per_minute: int = Field(
        240, ge=0, le=1_000_000, description="Checks of sent ads that one network may ask for in a minute. 0: no limit."
    )
    fetches_per_minute: int = Field(
        30, ge=0, le=1_000_000, description="Checks of a link that one network may ask for in a minute. 0: no limit."
    )
    reads_per_minute: int = Field(
        600, ge=0, le=1_000_000, description="Other requests that one network may make in a minute. 0: no limit."
    )
    reports_per_minute: int = Field(
        10, ge=0, le=1_000_000, description="Reports that one network may send in a minute. 0: no limit."
    )
    texts_at_once: int = Field(
        8, ge=1, le=10_000, description="Sent ads that one worker checks at the same time; others wait their turn."
    )
    fetches_at_once: int = Field(
        64, ge=1, le=10_000, description="Links that one worker opens at the same time; others wait their turn."
    )
    body_limit_bytes: int = Field(
        2_097_152, ge=1_024, le=52_428_800, description="Longest request body that is read, in bytes."
    )
    target_limit_bytes: int = Field(
        8_192, ge=256, le=65_535, description="Longest path and query of a request, in bytes."
    )
    cache_seconds: int = Field(
        900, ge=0, le=86_400, description="How long a verdict is answered from the cache, in seconds. 0: never."
    )
    register_refresh_hours: int = Field(
        24,
        ge=0,
        le=720,
        description="How often registers that are published as a file are looked for again, in hours. 0: never.",
    )
    sighting_retention_days: int = Field(
        730, ge=1, le=3_650, description="How long sightings of an ad are kept after it was last seen, in days."
    )
    flagged_link_days: int = Field(
        90, ge=1, le=3_650, description="How long a flagged link is listed after its page was last read, in days."
    )
    report_public_key: str = Field(
        "", description="Key that reports are sealed with, from `leadlight reports key`. Empty: they are not sealed."
    )
    report_retention_days: int = Field(
        90, ge=1, le=3_650, description="How long a report of a reader is kept after it came, in days."
    )
    staff_token: SecretStr = Field(
        SecretStr(""),
        description="Password of the pages for staff, at least 16 characters. Empty: there are no such pages.",
    )
    alert_new_ads: int = Field(5, ge=2, le=500, description="New ads with one contact from which staff are told.")
    alert_within_days: int = Field(7, ge=1, le=365, description="Days within which those ads are counted.")
    alert_employers: int = Field(3, ge=2, le=100, description="Employers among those ads from which staff are told.")
    alert_sites: int = Field(4, ge=2, le=100, description="Sites among those ads from which staff are told.")
    alert_quiet_days: int = Field(
        90, ge=7, le=3_650, description="Days without an ad after which new ads with the same contact are told."
    )
    alert_webhook_url: str = Field(
        "",
        pattern=r"^$|^https?://",
        description="http(s) address that new alerts are posted to. Trusted: it may be private. Empty: none.",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="text: lines for people. json: one JSON object a line, for programs that collect logs."
    )
    alert_smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtp:// or smtps:// URL of a mail server, with user and password where needed. Empty: no mail.",
    )
    alert_mail_from: str = Field(
        "", pattern=rf"^$|^{MAIL_ADDRESS}$", description="Mail address that the digest of alerts comes from."
    )
    alert_mail_to: tuple[Annotated[str, StringConstraints(pattern=rf"^{MAIL_ADDRESS}$")], ...] = Field(
        (), description="Mail addresses that get a digest of new alerts, separated by commas. Empty: none."
    )
    alert_mail_hours: int = Field(24, ge=1, le=720, description="Hours between two digests of alerts.")
    alert_mail_language: str = Field(
        "en", pattern="^[a-z]{2}$", description="Language of the digest of alerts, ISO 639-1."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="What is logged: debug, info, warning or error. Never anything about who asked."
    )

    @field_validator("alert_smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not MAIL_SERVER.fullmatch(value.get_secret_value()):
            raise ValueError("must be smtp://host or smtps://host, with user:password@ and :port where needed")
        return value

    @field_validator("alert_mail_to")
    @classmethod
    def _with_a_server(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        server = info.data.get("alert_smtp_url")
        if value and not (server and server.get_secret_value() and info.data.get("alert_mail_from")):
            raise ValueError(f"needs {variable('alert_smtp_url')} and {variable('alert_mail_from')} as well")
        return value

    @field_validator("alert_mail_to", "fetch_test_hosts", "former_secret_keys", "trusted_proxies", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("report_public_key")
    @classmethod
    def _public_key(cls, value: str) -> str:
        if value:
            try:
                key_id_of(value)
            except BadKey as error:
                raise ValueError(str(error)) from error
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("rules_dir", "meaning_model_dir")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("is no folder")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        return _at_least(SECRET_BYTES, value)

    @field_validator("former_secret_keys")
    @classmethod
    def _all_long_enough(cls, values: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        return tuple(_at_least(SECRET_BYTES, value) for value in values)

    @field_validator("staff_token")
    @classmethod
    def _hard_to_guess(cls, value: SecretStr) -> SecretStr:
        return _at_least(STAFF_TOKEN_CHARACTERS, value)

    @property
    def database(self) -> str:
        """URL of the database, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'leadlight.sqlite3'}"


def _at_least(length: int, value: SecretStr) -> SecretStr:
    if value.get_secret_value() and len(value.get_secret_value()) < length:
        raise ValueError(f"must have at least {length} characters")
    return value


def variable(name: str) -> str:
    """Return the environment variable of the setting `name`: "port" -> "LEADLIGHT_PORT"."""
    return PREFIX + name.upper()


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; unset and empty variables keep their default.

    Raises:
        BadSettings: a value is outside its range, or a LEADLIGHT_… variable is no setting.
    """
    environ = os.environ if environ is None else environ
    given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    known = {variable(name): name for name in Settings.model_fields}
    problems = [_unknown(name, known) for name in given if name not in known]
    values: dict[str, object] = {"data_dir": default_data_dir(environ)}
    values |= {known[name]: value for name, value in given.items() if name in known and value != ""}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems += [_refused(str(one["loc"][0]), one["msg"]) for one in error.errors()]
    if problems:
        raise BadSettings("\n".join(problems))
    return settings


def _unknown(name: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else " See service/README.md for the settings."
    return f"{name} is no setting of Leadlight.{hint}"


def _refused(name: str, wrong: str) -> str:
    # The value itself is not repeated: it may be a secret or a URL with a password.
    meaning = Settings.model_fields[name].description or ""
    return f"{variable(name)}: {wrong.removeprefix('Value error, ')}. {meaning}"


def read_secret_key(settings: Settings) -> bytes:
    """Return the deployment's secret key: the setting, or the key file, which is made on first use (mode 0600).

    Losing this key cuts every link between sightings that were stored with it.

    Raises:
        BadSettings: the key file cannot be read or written, or is too short.
    """
    given = settings.secret_key.get_secret_value()
    if given:
        return given.encode()
    path = settings.data_dir / SECRET_FILE
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_new_key(path)
        key = path.read_bytes().strip()
    except OSError as error:
        raise BadSettings(f"{variable('data_dir')}: {path} cannot be used ({error.strerror}).") from error
    if len(key) < SECRET_BYTES:
        raise BadSettings(
            f"{path} is too short to be the secret key. Restore it, or delete it to start with a new one."
        )
    return key


def read_former_secrets(settings: Settings) -> tuple[bytes, ...]:
    """Return the secret keys used before the present one, oldest first; empty when it is the first.

    Raises:
        BadSettings: the file of former keys cannot be read.
    """
    current = read_secret_key(settings)
    if settings.secret_key.get_secret_value():
        former = [one.get_secret_value().encode() for one in settings.former_secret_keys]
    else:
        path = settings.data_dir / FORMER_SECRETS_FILE
        try:
            former = path.read_bytes().split() if path.exists() else []
        except OSError as error:
            raise BadSettings(f"{path} cannot be read ({error.strerror}).") from error
    # A change that was interrupted leaves the present key at the end of the former ones.
    return tuple(one for one in former if one != current)


def change_secret_key(settings: Settings) -> None:
    """Make a new secret key and keep the present one among the former. Only for keys kept in the data folder.

    Raises:
        BadSettings: the key comes from the environment, or a file cannot be written.
    """
    if settings.secret_key.get_secret_value():
        raise BadSettings(
            f"{variable('secret_key')} is set by hand: put its value at the end of "
            f"{variable('former_secret_keys')}, give it a new one, and run this again."
        )
    secrets_so_far = (*read_former_secrets(settings), read_secret_key(settings))
    aside = settings.data_dir / f"{FORMER_SECRETS_FILE}.new"
    new_key = settings.data_dir / f"{SECRET_FILE}.new"
    try:
        for path in (aside, new_key):
            path.unlink(missing_ok=True)
            path.touch(mode=0o600)
        aside.write_bytes(b"\n".join(secrets_so_far) + b"\n")
        new_key.write_text(secrets.token_hex(SECRET_BYTES) + "\n")
        aside.replace(settings.data_dir / FORMER_SECRETS_FILE)
        new_key.replace(settings.data_dir / SECRET_FILE)
    except OSError as error:
        raise BadSettings(f"{settings.data_dir}: the key files cannot be written ({error.strerror}).") from error


def _write_new_key(path: Path) -> None:
    # Written aside and linked, so that two starts at the same time end with one whole key.
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(aside)
    finally:
        aside.unlink()
