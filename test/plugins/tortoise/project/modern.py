"""What Tortoise ORM has since 1.0 on every database."""

from tortoise import fields
from tortoise.fields import Now, RandomHex, SqlDefault
from tortoise.models import Model


class Defaults(Model):
    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField(db_default=Now())
    token = fields.CharField(max_length=40, db_default=RandomHex())
    count = fields.IntField(db_default=7, db_index=True)
    name = fields.CharField(max_length=20, db_default="plain")
    active = fields.BooleanField(db_default=True)
    doubled = fields.IntField(db_default=SqlDefault("(1 + 1)"))
    owner = fields.ForeignKeyField(
        "models.Customer", related_name="defaults", on_delete=fields.NO_ACTION, null=True
    )
