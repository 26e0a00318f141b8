"""First schema: letters, dossiers and their journal, inboxes, outbox.

`journal` and `inbox_event` refuse to be changed, by triggers. A later migration that alters one of them on
SQLite in batch mode makes the table anew and must create its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("journal", "inbox_event")


def upgrade() -> None:
    _create_letters()
    _create_dossiers()
    _create_handoff()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    for table in (
        "heartbeat",
        "message",
        "inbox_event",
        "inbox",
        "email_code",
        "journal",
        "dossier",
        "document",
        "letter",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("collectivite_id", sa.String(32), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_conversation_id", "letter", ["conversation_id"])
    op.create_index("ix_letter_collectivite_id", "letter", ["collectivite_id"])
    op.create_table(
        "document",
        sa.Column("id", sa.String(48), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name="fk_document_letter_id_letter", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_document_letter_id", "document", ["letter_id"])


def _create_dossiers() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(24), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("collectivite_id", sa.String(32), nullable=False),
        sa.Column("collectivite_label", sa.String(300), nullable=False),
        sa.Column("prefecture_id", sa.String(16), nullable=False),
        sa.Column("prefecture_name", sa.String(200), nullable=False),
        sa.Column("redirected", sa.Boolean(), nullable=False),
        sa.Column("requester_email", sa.String(254), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=True),
        sa.Column("requester_function", sa.Text(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
        sa.UniqueConstraint("reference", name="uq_dossier_reference"),
        sa.UniqueConstraint("key", name="uq_dossier_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dossier_conversation_id", "dossier", ["conversation_id"])
    op.create_index("ix_dossier_prefecture_id", "dossier", ["prefecture_id"])
    op.create_index("ix_dossier_requester_email", "dossier", ["requester_email"])
    active = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_dossier_active",
        "dossier",
        ["collectivite_id"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(24), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("previous", name="uq_journal_previous"),
        sa.UniqueConstraint("digest", name="uq_journal_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_reference", "journal", ["reference"])
    op.create_table(
        "email_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("address_digest", sa.String(64), nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_email_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_email_code_conversation_id", "email_code", ["conversation_id"])
    op.create_index("ix_email_code_address_digest", "email_code", ["address_digest"])


def _create_handoff() -> None:
    op.create_table(
        "inbox",
        sa.Column("prefecture_id", sa.String(16), nullable=False),
        sa.Column("address", sa.String(254), nullable=True),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("prefecture_id", name="pk_inbox"),
    )
    op.create_table(
        "inbox_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prefecture_id", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_event_prefecture_id", "inbox_event", ["prefecture_id"])
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("envelope_from", sa.String(254), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(300), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_due", "message", ["state", "next_attempt_at"])
    op.create_index("ix_message_untold", "message", ["state", "told_at"])
    op.create_index("ix_message_dossier_id", "message", ["dossier_id"])
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeat"),
    )


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )
