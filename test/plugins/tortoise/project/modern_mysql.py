"""What Tortoise ORM has since 1.0 on MySQL and MariaDB."""

from tortoise import fields
from tortoise.contrib.mysql.fields import GeometryField, UUIDField
from tortoise.contrib.mysql.indexes import FullTextIndex, SpatialIndex
from tortoise.models import Model


class Place(Model):
    id = UUIDField(primary_key=True)
    name = fields.CharField(max_length=100, description="it's a name")
    text = fields.TextField()
    area = GeometryField()

    class Meta:
        table_description = "where things are"
        indexes = [FullTextIndex(fields=["text"], name="words"), SpatialIndex(fields=["area"])]
