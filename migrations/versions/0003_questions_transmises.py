"""Questions handed over to a préfecture or to the central inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(24), nullable=False),
        sa.Column("key", sa.String(140), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("collectivite_id", sa.String(32), nullable=True),
        sa.Column("departement", sa.String(8), nullable=True),
        sa.Column("prefecture_id", sa.String(16), nullable=True),
        sa.Column("redirected", sa.Boolean(), nullable=False),
        sa.Column("requester_email", sa.String(254), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("with_transcript", sa.Boolean(), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("reference", name="uq_question_reference"),
        sa.UniqueConstraint("key", name="uq_question_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_conversation_id", "question", ["conversation_id"])
    op.create_index("ix_question_prefecture_id", "question", ["prefecture_id"])
    op.create_index("ix_question_requester_email", "question", ["requester_email"])


def downgrade() -> None:
    op.drop_table("question")
