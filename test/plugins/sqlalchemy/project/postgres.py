"""What SQLAlchemy offers on PostgreSQL."""

import enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

import portable

metadata = portable.metadata
sa.Index("ix_account_lower_name", sa.func.lower(portable.Account.name))
modern = sa.__version__ >= "2"


class Mood(enum.Enum):
    sad = 1
    happy = 2


mood = pg.ENUM("sad", "happy", name="mood", create_type=False)
shared = sa.Enum("on", "off", name="switch", schema="audit")
numbers = sa.Sequence("numbers", start=100, increment=5, metadata=metadata)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True, start=10), primary_key=True),
    sa.Column("number", sa.Integer, numbers, server_default=numbers.next_value()),
    sa.Column("mood", mood, server_default="sad"),
    sa.Column("moods", pg.ARRAY(mood)),
    sa.Column("python_mood", sa.Enum(Mood, name="python_mood")),
    sa.Column("switch", shared),
    sa.Column("tags", sa.ARRAY(sa.String(10)), server_default="{}"),
    sa.Column("grid", pg.ARRAY(sa.Integer, dimensions=2)),
    sa.Column("body", pg.JSONB(none_as_null=True), server_default=sa.text("'{\"a\": 1}'::jsonb")),
    sa.Column("uuid", pg.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()")),
    sa.Column("address", pg.INET),
    sa.Column("network", pg.CIDR),
    sa.Column("mac", pg.MACADDR),
    sa.Column("bits", pg.BIT(4)),
    sa.Column("varbits", pg.BIT(8, varying=True)),
    sa.Column("money", pg.MONEY),
    sa.Column("oid", pg.OID),
    sa.Column("span", pg.INTERVAL(fields="DAY TO SECOND", precision=3)),
    sa.Column("at", pg.TIMESTAMP(timezone=True, precision=3)),
    sa.Column("time", pg.TIME(timezone=True)),
    sa.Column("double", pg.DOUBLE_PRECISION),
    sa.Column("real", sa.REAL),
    sa.Column("words", pg.TSVECTOR, sa.Computed("to_tsvector('english', name)", persisted=True)),
    sa.Column("name", sa.Text(collation="C"), nullable=False),
    sa.Column("during", pg.TSTZRANGE),
    sa.Column("room", sa.Integer),
    sa.Index("ix_entry_tags", "tags", postgresql_using="gin"),
    sa.Index("ix_entry_body", "body", postgresql_using="gin", postgresql_ops={"body": "jsonb_path_ops"}),
    sa.Index("ix_entry_name", sa.text("name DESC NULLS LAST"), postgresql_where=sa.text("room > 5")),
    sa.Index("ix_entry_covering", "room", unique=True, postgresql_include=["name"]),
    sa.Index("ix_entry_fill", "number", postgresql_with={"fillfactor": 50}),
    pg.ExcludeConstraint(("during", "&&"), name="no_overlap", using="gist", where=sa.text("room > 1")),
    sa.UniqueConstraint("name", "room", name="uq_late", deferrable=True, initially="DEFERRED"),
    comment="it's 100% \\ strange",
)

sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.SmallInteger, primary_key=True),
    sa.Column("entry_id", sa.ForeignKey("entry.id", deferrable=True, initially="DEFERRED", match="FULL")),
    sa.Column("switch", shared),
    schema="audit",
    postgresql_with_oids=False,
)

by_day = sa.Table(
    "by_day",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("amount", sa.Integer),
    postgresql_partition_by="RANGE (day)",
)
sa.event.listen(
    by_day,
    "after_create",
    sa.DDL("CREATE TABLE by_day_2026 PARTITION OF by_day FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"),
)

if modern:
    positive = pg.DOMAIN("positive", sa.Integer, check="VALUE > 0", not_null=True)
    sa.Table(
        "modern",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("amount", positive),
        sa.Column("double", sa.Double),
        sa.Column("ranges", pg.INT4MULTIRANGE),
        sa.Column("text", sa.Text),
        sa.Column("path", pg.JSONPATH),
        sa.UniqueConstraint("double", name="uq_nulls", postgresql_nulls_not_distinct=True),
    )
