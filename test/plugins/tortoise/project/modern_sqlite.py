"""What Tortoise ORM has since 1.0 on SQLite."""

from tortoise import fields
from tortoise.indexes import PartialIndex
from tortoise.models import Model


class Partial(Model):
    id = fields.IntField(primary_key=True)
    code = fields.IntField()

    class Meta:
        indexes = [PartialIndex(fields=["code"], condition={"code": 1})]
