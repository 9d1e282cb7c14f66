"""What is looked up by how its key begins is found by an index, whatever language the database sorts by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _sorted_by(collation: str) -> None:
    """The primary key's index with it. SQLite compares bytes anyway."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("key_values", "effects"):
            op.execute(f'ALTER TABLE {table} ALTER COLUMN key TYPE text COLLATE "{collation}"')


def upgrade() -> None:
    _sorted_by("C")
    # Who was being forgotten when an earlier release was stopped: their wish is kept, and each has a key of their own.
    table = sa.table("key_values", sa.column("key", sa.Text()))
    op.execute(table.delete().where(table.c.key == "privacy/asked"))


def downgrade() -> None:
    _sorted_by("default")
