"""Journals, their entries, the writes that happened, and the platforms' facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=op.get_bind().dialect.name != "sqlite")


def upgrade() -> None:
    op.create_table(
        "journals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("started_at", _instant(), nullable=False),
        sa.Column("updated_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journals"),
        sa.UniqueConstraint("kind", "number", name="uq_journals_kind_number"),
    )
    op.create_index("ix_journals_address_kind_status", "journals", ["address", "kind", "status"])
    op.create_table(
        "entries",
        sa.Column("journal_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("journal_id", "seq", name="pk_entries"),
        sa.ForeignKeyConstraint(["journal_id"], ["journals.id"], name="fk_entries_journal_id"),
    )
    op.create_index("ix_entries_effect", "entries", ["effect"])
    op.create_table(
        "effects",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("journal_id", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_effects"),
    )
    op.create_table(
        "key_values",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_key_values"),
    )


def downgrade() -> None:
    op.drop_table("key_values")
    op.drop_table("effects")
    op.drop_table("entries")
    op.drop_table("journals")
