"""Every field type, option and relation that all supported releases of Tortoise ORM have."""

import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

print("models may print what they like")


class Size(str, Enum):
    SMALL = "small"
    LARGE = "extra large"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Timestamped(Model):
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True, null=True)

    class Meta:
        abstract = True


class Address(Timestamped):
    id = fields.BigIntField(pk=True)
    street = fields.CharField(max_length=200, null=True, description="with the house's number")
    city = fields.CharField(max_length=80, default="Cluj", index=True)

    class Meta:
        table = "addresses"
        table_description = "where things are sent"
        unique_together = (("street", "city"),)
        indexes = (("city", "street"),)


class Customer(Timestamped):
    id = fields.UUIDField(pk=True, default=uuid4)
    email = fields.CharField(max_length=120, unique=True)
    name = fields.CharField(max_length=60, source_field="full_name")
    address = fields.ForeignKeyField(
        "models.Address", related_name="customers", null=True, on_delete=fields.SET_NULL
    )
    referrer = fields.ForeignKeyField("models.Customer", related_name="referred", null=True)
    born = fields.DateField(null=True)

    class Meta:
        indexes = [Index(fields=["born", "email"], name="idx_born_email")]


class Profile(Model):
    customer = fields.OneToOneField("models.Customer", pk=True, related_name="profile")
    bio = fields.TextField(default="")
    settings = fields.JSONField(default=dict)
    picture = fields.BinaryField(null=True)


class Tag(Model):
    name = fields.CharField(max_length=40, pk=True)


class Product(Model):
    id = fields.SmallIntField(pk=True)
    sku = fields.CharField(max_length=20, unique=True, description="as the maker's list has it")
    size = fields.CharEnumField(Size, default=Size.SMALL)
    level = fields.IntEnumField(Level, default=Level.LOW)
    price = fields.DecimalField(max_digits=10, decimal_places=2, default=Decimal("9.90"))
    weight = fields.FloatField(null=True)
    stock = fields.IntField(default=0)
    sold = fields.BigIntField(default=0)
    rank = fields.SmallIntField(null=True, index=True)
    active = fields.BooleanField(default=True)
    lead_time = fields.TimeDeltaField(default=datetime.timedelta(days=1))
    code = fields.UUIDField(default=uuid4)
    tags = fields.ManyToManyField("models.Tag", related_name="products", through="product_tags")
    related = fields.ManyToManyField("models.Product", related_name="related_to")

    class Meta:
        table = "products"


class Order(Timestamped):
    id = fields.IntField(pk=True)
    customer = fields.ForeignKeyField("models.Customer", related_name="orders", on_delete=fields.RESTRICT)
    product = fields.ForeignKeyField(
        "models.Product", related_name=False, to_field="sku", source_field="product_sku"
    )
    loose = fields.ForeignKeyField("models.Address", related_name="orders", db_constraint=False)
    number = fields.IntField(generated=False, unique=True)

    class Meta:
        table = "order"
        unique_together = (("customer", "number"), ("number", "loose"))
