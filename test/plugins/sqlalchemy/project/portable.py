"""What SQLAlchemy offers on every database; works from 1.4 on."""

import enum

import sqlalchemy as sa
from sqlalchemy.orm import declarative_base, relationship

print("models may print what they like")

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Base = declarative_base(metadata=metadata)


class Size(enum.Enum):
    small = "S"
    large = "L"


class Money(sa.types.TypeDecorator):
    impl = sa.Numeric(12, 2)
    cache_ok = True


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (
        sa.CheckConstraint("age >= 18", name="adult"),
        sa.CheckConstraint("name LIKE 'a%' OR name = 'it''s'", name="like"),
        sa.UniqueConstraint("name", "email"),
        sa.Index(None, "email", "age"),
        {"comment": "who may log in"},
    )

    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(80), nullable=False, comment="100% of it's shown")
    email = sa.Column(sa.String(120), unique=True)
    age = sa.Column(sa.SmallInteger, server_default="18", index=True)
    size = sa.Column(sa.Enum(Size), server_default="small")
    kind = sa.Column(sa.Enum("one", "it's", name="kind", native_enum=False, create_constraint=True))
    active = sa.Column(sa.Boolean(name="active", create_constraint=True), default=True)
    created_at = sa.Column(sa.DateTime(timezone=True), server_default=sa.func.now())
    parent_id = sa.Column(sa.ForeignKey("account.id", ondelete="SET NULL", onupdate="CASCADE"))
    orders = relationship("Order", foreign_keys="Order.account_id")


class Everything(Base):
    __tablename__ = "Every Thing"

    id = sa.Column("Id", sa.BigInteger, primary_key=True, autoincrement=False)
    part = sa.Column(sa.String(20), primary_key=True)
    text = sa.Column(sa.Text)
    unicode = sa.Column(sa.Unicode(30), server_default="a 'quoted' \\ text")
    numeric = sa.Column(sa.Numeric(10, 3), server_default=sa.text("0.5"))
    plain_numeric = sa.Column(sa.Numeric)
    money = sa.Column(Money, nullable=False, server_default="0")
    float = sa.Column(sa.Float)
    precise = sa.Column(sa.Float(53))
    date = sa.Column(sa.Date)
    time = sa.Column(sa.Time)
    at = sa.Column(sa.DateTime)
    interval = sa.Column(sa.Interval)
    binary = sa.Column(sa.LargeBinary)
    json = sa.Column(sa.JSON)
    pickled = sa.Column(sa.PickleType)
    flag = sa.Column(sa.Boolean, server_default=sa.true(), nullable=False)
    doubled = sa.Column(sa.Integer, sa.Computed("length(part) * 2", persisted=True))
    variant = sa.Column(sa.String(40).with_variant(sa.Text(), "postgresql"))


class Order(Base):
    __tablename__ = "order"
    __table_args__ = (
        sa.ForeignKeyConstraint(["thing", "part"], ["Every Thing.Id", "Every Thing.part"]),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], use_alter=True, name="fk_order_line"),
    )

    id = sa.Column(sa.Integer, primary_key=True)
    account_id = sa.Column(sa.ForeignKey(Account.id, ondelete="CASCADE"), nullable=False, index=True)
    thing = sa.Column(sa.BigInteger)
    part = sa.Column(sa.String(20))
    line_id = sa.Column(sa.Integer)


class Line(Base):
    __tablename__ = "line"

    id = sa.Column(sa.Integer, primary_key=True)
    order_id = sa.Column(sa.ForeignKey("order.id"), nullable=False)


account_order = sa.Table(
    "account_order",
    metadata,
    sa.Column("account_id", sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("order_id", sa.ForeignKey("order.id"), primary_key=True),
)
