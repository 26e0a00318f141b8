"""What may start, and what is refused with a sentence that says what to change."""

from pathlib import Path

import pytest

from bot.settings import InvalidSettings, read_settings

PRODUCTION = {
    "CTAI_ENVIRONMENT": "production",
    "CTAI_SECRET_KEY": "k" * 32,
    "CTAI_ACTIONS_SECRET": "a" * 32,
    "CTAI_MAIL_FROM": "assistant@ctai.example",
    "CTAI_CENTRAL_INBOX": "centrale@ctai.example",
    "CTAI_SMTP_URL": "smtps://courrier.example",
}


def test_nothing_has_to_be_set_on_a_developers_machine(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert settings.production is False
    assert settings.smtp_url is None
    assert settings.mail_redirect_to == "essais@ctai.example"
    assert settings.mail_folder == tmp_path / "var/courriels"


def test_production_starts_when_everything_is_said(tmp_path: Path) -> None:
    settings = read_settings(PRODUCTION, tmp_path)
    assert settings.production is True
    assert settings.mail_redirect_to is None


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"CTAI_ENVIRONMENT"}))
def test_production_refuses_to_start_without(missing: str, tmp_path: Path) -> None:
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(InvalidSettings, match=missing):
        read_settings(environ, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CTAI_SECRET_KEY", "courte"),
        ("CTAI_ACTIONS_SECRET", "developpement"),
        ("CTAI_MAIL_REDIRECT_TO", "essais@ctai.example"),
        ("CTAI_CENTRAL_INBOX", "pas une adresse"),
        ("CTAI_SMTP_URL", "http://courrier.example"),
        ("CTAI_SMTP_URL", "smtp://"),
        ("CTAI_WEB_PORT", "0"),
        ("CTAI_WEB_PORT", "quatre-vingts"),
        ("CTAI_WEB_PORT", "²"),
        ("CTAI_ENVIRONMENT", "prod"),
        ("CTAI_BODY_MAX_BYTES", "-1"),
    ],
)
def test_a_value_that_cannot_be_right_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match=name):
        read_settings(PRODUCTION | {name: value}, tmp_path)


def test_a_trial_with_a_real_server_must_say_who_receives_everything(tmp_path: Path) -> None:
    trial = {"CTAI_SMTP_URL": "smtp://127.0.0.1"}
    with pytest.raises(InvalidSettings, match="CTAI_MAIL_REDIRECT_TO"):
        read_settings(trial, tmp_path)
    settings = read_settings(trial | {"CTAI_MAIL_REDIRECT_TO": "moi@essai.example"}, tmp_path)
    assert settings.mail_redirect_to == "moi@essai.example"


def test_the_key_of_a_working_copy_is_drawn_once_and_kept_private(tmp_path: Path) -> None:
    first = read_settings({}, tmp_path).secret_key
    assert read_settings({}, tmp_path).secret_key == first
    assert len(first) >= 32
    assert (tmp_path / "var/secret.key").stat().st_mode & 0o077 == 0
    assert read_settings({"CTAI_VAR": str(tmp_path / "autre")}, tmp_path).secret_key != first
