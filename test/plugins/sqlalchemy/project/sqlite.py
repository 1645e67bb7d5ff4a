"""What SQLAlchemy offers on SQLite."""

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

import portable

metadata = portable.metadata
sa.Index("ix_account_lower_name", sa.func.lower(portable.Account.name))

sa.Table(
    "entry",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("name", sa.String(20, collation="NOCASE"), nullable=False, sqlite_on_conflict_not_null="FAIL"),
    sa.Column("code", sa.String(5), sqlite_on_conflict_unique="IGNORE", unique=True),
    sa.Column("body", sqlite.JSON),
    sa.Column("at", sqlite.DATETIME(truncate_microseconds=True)),
    sa.Column("virtual", sa.Integer, sa.Computed("id + 1")),
    sa.Index("ix_entry_code", "code", sqlite_where=sa.text("code IS NOT NULL")),
    sa.UniqueConstraint("name", "code", sqlite_on_conflict="REPLACE"),
    sqlite_autoincrement=True,
)

sa.Table(
    "keyed",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("day", sa.Date),
    sqlite_with_rowid=False,
)
