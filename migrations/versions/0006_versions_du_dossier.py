"""How far the address of a dossier can be trusted, and the later versions of its documents."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Dossiers opened before have none: nobody looked at their address then.
    op.add_column("dossier", sa.Column("trust", sa.String(16), nullable=True))
    op.create_table(
        "dossier_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_version"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name="fk_dossier_version_dossier_id_dossier", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("dossier_id", "number", name="uq_dossier_version_number"),
        sa.UniqueConstraint("dossier_id", "letter_id", name="uq_dossier_version_letter_id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("dossier_version")
    op.drop_column("dossier", "trust")
