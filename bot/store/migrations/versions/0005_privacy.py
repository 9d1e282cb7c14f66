"""The log of what was done with people's data, and since when a platform's fact is kept."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=op.get_bind().dialect.name != "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sa.UniqueConstraint("effect", name="uq_audit_effect"),
    )
    op.add_column("key_values", sa.Column("at", _instant(), nullable=True))
    now = datetime.now(UTC)
    table = sa.table("key_values", sa.column("at", _instant()))
    # What was kept before counts from today: nobody wrote down since when.
    naive = op.get_bind().dialect.name == "sqlite"
    op.execute(table.update().values(at=now.replace(tzinfo=None) if naive else now))


def downgrade() -> None:
    op.drop_column("key_values", "at")
    op.drop_table("audit")
