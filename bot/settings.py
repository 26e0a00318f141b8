"""Every setting, read once from the environment and checked at the start.

`Settings` is frozen and passed as an argument; nothing else reads `CTAI_…` variables. Each variable has a
line in `docs/reglages.md` (a test holds the two together).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from email_validator import EmailNotValidError, validate_email

#: The secret that Rasa and the actions share on a developer's machine; production refuses it.
DEVELOPMENT_ACTIONS_SECRET = "developpement"  # noqa: S105  (public on purpose, see above)


class InvalidSettings(ValueError):
    """The environment asks for something that must not run; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """What an operator can decide.

    Attributes:
        production: True lets messages reach préfectures; False redirects every one of them.
        var: folder of everything the product writes (database, mails, logs).
        database_url: SQLAlchemy URL of the dossiers, letters and outbox.
        tracker_database_url: SQLAlchemy URL (1.4 style, read by Rasa) of the conversations.
        secret_key: signs sessions, buttons and e-mail codes; at least 32 characters.
        actions_secret: bearer secret between Rasa and the actions.
        web_host: address the public door listens on.
        web_port: its port.
        public_url: address under which visitors see that door.
        rasa_port: port of Rasa on 127.0.0.1.
        actions_port: port of the actions on 127.0.0.1.
        smtp_url: `smtp://`, `smtp+starttls://` or `smtps://` [user:password@]host[:port]; None writes
            each message as an `.eml` file into `var/courriels`.
        mail_from: sender address of every message.
        mail_redirect_to: outside production, the one address that receives everything.
        central_inbox: the ministry's mailbox for dossiers whose préfecture has no confirmed inbox.
        message_max_chars: longest message a visitor may type, in characters.
        body_max_bytes: largest request body, in bytes.
        answer_timeout_s: how long the visitor waits for an answer, in seconds.
    """

    production: bool
    var: Path
    database_url: str
    tracker_database_url: str
    secret_key: str
    actions_secret: str
    web_host: str
    web_port: int
    public_url: str
    rasa_port: int
    actions_port: int
    smtp_url: str | None
    mail_from: str
    mail_redirect_to: str | None
    central_inbox: str
    message_max_chars: int
    body_max_bytes: int
    answer_timeout_s: float

    @property
    def mail_folder(self) -> Path:
        """Where messages are written when no SMTP server is set."""
        return self.var / "courriels"

    @property
    def rasa_url(self) -> str:
        """Where Rasa answers."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Where the actions answer."""
        return f"http://127.0.0.1:{self.actions_port}"


def read_settings(environ: Mapping[str, str], root: Path) -> Settings:
    """Reads and checks the settings.

    Args:
        environ: normally `os.environ`.
        root: the project's folder; `var/` lies there unless `CTAI_VAR` says otherwise.

    Returns:
        Settings that are safe to start with.

    Raises:
        InvalidSettings: a value is malformed, or production lacks what it must have.
    """
    production = _environment(environ)
    var = Path(environ.get("CTAI_VAR") or root / "var").resolve()
    web_host = environ.get("CTAI_WEB_HOST", "127.0.0.1")
    web_port = _integer(environ, "CTAI_WEB_PORT", 8080, low=1, high=65_535)
    smtp_url = _smtp(environ, required=production)
    return Settings(
        production=production,
        var=var,
        database_url=environ.get("CTAI_DATABASE_URL") or f"sqlite:///{var / 'ctai.sqlite3'}",
        tracker_database_url=environ.get("CTAI_TRACKER_DATABASE_URL")
        or f"sqlite:///{var / 'conversations.sqlite3'}",
        secret_key=_secret_key(environ, production=production, var=var),
        actions_secret=_actions_secret(environ, production=production),
        web_host=web_host,
        web_port=web_port,
        public_url=environ.get("CTAI_PUBLIC_URL", f"http://localhost:{web_port}").rstrip("/"),
        rasa_port=_integer(environ, "CTAI_RASA_PORT", 5005, low=1, high=65_535),
        actions_port=_integer(environ, "CTAI_ACTIONS_PORT", 5055, low=1, high=65_535),
        smtp_url=smtp_url,
        mail_from=_address(environ, "CTAI_MAIL_FROM", "assistant-ctai@ctai.example", required=production),
        mail_redirect_to=_redirection(environ, production=production, smtp_url=smtp_url),
        central_inbox=_address(
            environ, "CTAI_CENTRAL_INBOX", "boite-centrale@ctai.example", required=production
        ),
        message_max_chars=_integer(environ, "CTAI_MESSAGE_MAX_CHARS", 2_000, low=1, high=10_000),
        body_max_bytes=_integer(environ, "CTAI_BODY_MAX_BYTES", 16_384, low=256, high=1_000_000),
        answer_timeout_s=_integer(environ, "CTAI_ANSWER_TIMEOUT_S", 15, low=1, high=120),
    )


def _environment(environ: Mapping[str, str]) -> bool:
    name = environ.get("CTAI_ENVIRONMENT", "development")
    if name not in {"development", "production"}:
        raise InvalidSettings(f"CTAI_ENVIRONMENT must be development or production, not {name!r}")
    return name == "production"


def _integer(environ: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    raw = environ.get(name, str(default))
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise InvalidSettings(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
    return int(raw)


def _address(environ: Mapping[str, str], name: str, default: str, *, required: bool) -> str:
    raw = environ.get(name, "")
    if not raw and required:
        raise InvalidSettings(f"{name} must be set in production")
    try:
        return validate_email(
            raw or default, check_deliverability=False, allow_smtputf8=False, test_environment=True
        ).normalized
    except EmailNotValidError as error:
        raise InvalidSettings(f"{name} is not an e-mail address: {error}") from error


def _redirection(environ: Mapping[str, str], *, production: bool, smtp_url: str | None) -> str | None:
    name = "CTAI_MAIL_REDIRECT_TO"
    if production:
        if environ.get(name):
            raise InvalidSettings(f"{name} must not be set in production: préfectures would receive nothing")
        return None
    if smtp_url and not environ.get(name):
        raise InvalidSettings(
            f"CTAI_SMTP_URL outside production needs {name}: no trial may ever reach a préfecture"
        )
    return _address(environ, name, "essais@ctai.example", required=False)


def _smtp(environ: Mapping[str, str], *, required: bool) -> str | None:
    raw = environ.get("CTAI_SMTP_URL") or None
    if raw is None:
        if required:
            raise InvalidSettings("CTAI_SMTP_URL must be set in production: a folder of mails reaches nobody")
        return None
    parts: SplitResult = urlsplit(raw)
    if parts.scheme not in {"smtp", "smtp+starttls", "smtps"} or not parts.hostname:
        raise InvalidSettings("CTAI_SMTP_URL must be smtp://, smtp+starttls:// or smtps:// and a host")
    return raw


def _actions_secret(environ: Mapping[str, str], *, production: bool) -> str:
    secret = environ.get("CTAI_ACTIONS_SECRET", DEVELOPMENT_ACTIONS_SECRET)
    if production and (secret == DEVELOPMENT_ACTIONS_SECRET or len(secret) < 32):
        raise InvalidSettings("CTAI_ACTIONS_SECRET must be set in production, with at least 32 characters")
    return secret


def _secret_key(environ: Mapping[str, str], *, production: bool, var: Path) -> str:
    key = environ.get("CTAI_SECRET_KEY", "")
    if key:
        if len(key) < 32:
            raise InvalidSettings("CTAI_SECRET_KEY must have at least 32 characters")
        return key
    if production:
        raise InvalidSettings("CTAI_SECRET_KEY must be set in production, with at least 32 characters")
    return _development_key(var / "secret.key")


def _development_key(path: Path) -> str:
    """Keeps one random key per working copy, so that sessions survive a restart on a developer's machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # "x" makes the four processes, which start together, agree on the first one's key.
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
