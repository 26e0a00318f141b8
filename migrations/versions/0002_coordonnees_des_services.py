"""Telephone and postal address of the préfectures and sous-préfectures, as a directory publishes them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_contact",
        sa.Column("office_id", sa.String(16), nullable=False),
        sa.Column("telephone", sa.String(40), nullable=True),
        sa.Column("postal_address", sa.String(300), nullable=True),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", name="pk_office_contact"),
    )


def downgrade() -> None:
    op.drop_table("office_contact")
