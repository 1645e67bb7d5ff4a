import { describe } from "node:test";
import { plugin } from "../../../plugins/tortoise/mod.ts";
import { type Edit, testEdits } from "../edits.ts";

const models = `
from tortoise import fields
from tortoise.models import Model

class User(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=40)
    class Meta:
        table = "user"

class Post(Model):
    id = fields.IntField(primary_key=True)
    author = fields.ForeignKeyField("models.User", related_name="posts")
    tags = fields.ManyToManyField("models.Tag", related_name="posts", through="post_tag")

class Tag(Model):
    id = fields.IntField(primary_key=True)
    label = fields.CharField(max_length=20, unique=True)
`;

const edits: readonly Edit[] = [
  { name: "a related name", from: 'name="posts"', to: 'name="writings"', changes: [] },
  {
    name: "a default of Python",
    from: "max_length=40",
    to: "max_length=40, default='x'",
    changes: [],
  },
  { name: "a longer column", from: "max_length=40", to: "max_length=50", changes: ["user"] },
  {
    name: "an index",
    from: "max_length=40",
    to: "max_length=40, db_index=True",
    changes: ["user"],
  },
  {
    name: "a database default",
    from: "max_length=40",
    to: 'max_length=40, db_default="x"',
    changes: ["user"],
  },
  {
    name: "a nullable column",
    from: "max_length=40",
    to: "max_length=40, null=True",
    changes: ["user"],
  },
  {
    name: "an action",
    from: '"models.User"',
    to: '"models.User", on_delete=fields.NO_ACTION',
    changes: ["post"],
  },
  { name: "no unique column", from: ", unique=True", to: "", changes: ["tag"] },
  { name: "a renamed column", from: "label =", to: "title =", changes: ["tag"] },
  {
    name: "a renamed relation",
    from: '"post_tag"',
    to: '"tagging"',
    changes: ["post_tag", "tagging"],
  },
  {
    name: "a key of another size",
    from: "class Tag(Model):\n    id = fields.Int",
    to: "class Tag(Model):\n    id = fields.BigInt",
    changes: ["post_tag", "tag"],
  },
  {
    name: "a table more",
    from: "class Tag(Model):",
    to: "class New(Model):\n    id = fields.IntField(primary_key=True)\n\nclass Tag(Model):",
    changes: ["new"],
  },
];

describe("an edit of Tortoise models changes no more than it says", () => {
  for (const kind of ["sqlite", "postgres15"] as const) {
    // SQLite's numbered keys are INTEGER, whatever the field.
    const changes = ({ name, changes }: Edit) =>
      kind === "sqlite" && name === "a key of another size" ? ["post_tag"] : changes;
    testEdits({ plugin, models, edits, kind, changes });
  }
});
