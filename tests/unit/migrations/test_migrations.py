import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import bot.dossier.storage
import bot.feedback.storage
import bot.handoff.storage
import bot.letter.drafts
import bot.letter.storage
import bot.review.storage  # noqa: F401
from bot.db import ROOT, Base, is_current


def alembic(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = url
    return config


def test_the_migrations_build_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_migrated_database_is_current(engine: Engine) -> None:
    assert is_current(engine)


def test_every_migration_can_be_undone(engine: Engine, database_url: str) -> None:
    config = alembic(database_url)
    command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    command.upgrade(config, "head")
    assert is_current(engine)


def test_the_contacts_come_and_go_without_touching_the_inboxes(engine: Engine, database_url: str) -> None:
    config = alembic(database_url)
    command.downgrade(config, "0001")
    assert "office_contact" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO inbox (prefecture_id, cc, status, source) "
                "VALUES ('pref:23', '[]', 'inconnu', 'liste')"
            )
        )
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT prefecture_id FROM inbox")).scalars().all() == ["pref:23"]
        assert connection.execute(text("SELECT * FROM office_contact")).all() == []


def test_a_dossier_opened_before_the_levels_of_trust_is_kept_and_has_none(
    engine: Engine, database_url: str
) -> None:
    config = alembic(database_url)
    command.downgrade(config, "0005")
    assert "dossier_version" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO dossier (id, reference, key, conversation_id, letter_id, collectivite_id, "
                "collectivite_label, prefecture_id, prefecture_name, redirected, requester_email, state, "
                "state_since, opened_at) VALUES (1, 'CTAI-26-0000-0000-0', 'c1:1', 'c1', 1, "
                "'commune:23096', 'Guéret', 'pref:23', 'préfecture', true, 'a@b.example', 'transmis', "
                "'2026-11-23 12:05:00+00:00', '2026-11-23 12:05:00+00:00')"
            )
        )
    command.upgrade(config, "head")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT reference, trust FROM dossier")).all() == [
            ("CTAI-26-0000-0000-0", None)
        ]
    # One active dossier for a collectivité, as before.
    assert "uq_dossier_active" in {index["name"] for index in inspect(engine).get_indexes("dossier")}


@pytest.mark.parametrize("table", ["journal", "inbox_event"])
@pytest.mark.parametrize("change", ["UPDATE {} SET author = 'autre'", "DELETE FROM {}"])
def test_an_append_only_table_refuses_changes(engine: Engine, table: str, change: str) -> None:
    values = {
        "journal": "(1, :at, 'CTAI-26-0000-0000-0', 'ouverture', 'demandeur', '{}', '0', '1')",
        "inbox_event": "(1, 'pref:23', :at, 'demandeur', '{}')",
    }[table]
    with engine.begin() as connection:
        insert = f"INSERT INTO {table} VALUES {values}"  # noqa: S608  (both written above)
        connection.execute(text(insert), {"at": "2026-11-23 12:05:00+00:00"})
    with pytest.raises(DBAPIError, match=f"{table} only grows"), engine.begin() as connection:
        connection.execute(text(change.format(table)))
