"""What Tortoise ORM has since 1.0 on PostgreSQL."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField, TSVectorField
from tortoise.contrib.postgres.indexes import BrinIndex, GinIndex, HashIndex, PostgreSQLIndex
from tortoise.models import Model


class Document(Model):
    id = fields.IntField(primary_key=True)
    title = fields.CharField(max_length=100)
    body = fields.TextField()
    labels = ArrayField(element_type="text", null=True)
    numbers = ArrayField()
    search = TSVectorField(source_fields=("title", "body"), config="english", weights=("A", "B"))
    extra = fields.JSONField(default=dict)

    class Meta:
        schema = "library"
        table = "documents"
        table_description = "it's searched"
        indexes = [
            GinIndex(fields=["search"]),
            GinIndex(fields=["extra"], name="gin_extra"),
            HashIndex(fields=["title"]),
            BrinIndex(fields=["id"]),
            PostgreSQLIndex(fields=["title"], name="hot", condition={"id": 1}),
        ]
