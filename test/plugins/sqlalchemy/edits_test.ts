import { describe } from "node:test";
import { plugin } from "../../../plugins/sqlalchemy/mod.ts";
import { type Edit, testEdits } from "../edits.ts";

const models = `
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s"})

class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    mood: Mapped[str] = mapped_column(sa.Enum("sad", "happy", name="mood"), server_default="sad")
    posts: Mapped[list["Post"]] = relationship(back_populates="author")

class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    author: Mapped[User] = relationship(back_populates="posts")

class Tag(Base):
    __tablename__ = "tag"
    __table_args__ = (sa.CheckConstraint("size > 0", name="positive"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
`;

const edits: readonly Edit[] = [
  {
    name: "a relationship",
    from: "relationship(b",
    to: "relationship(lazy='raise', b",
    changes: [],
  },
  {
    name: "a default of Python",
    from: "sa.String(40)",
    to: "sa.String(40), default='x'",
    changes: [],
  },
  { name: "a longer column", from: "sa.String(40)", to: "sa.String(50)", changes: ["user"] },
  { name: "an index", from: "sa.String(40)", to: "sa.String(40), index=True", changes: ["user"] },
  {
    name: "a server default",
    from: "sa.String(40)",
    to: 'sa.String(40), server_default="x"',
    changes: ["user"],
  },
  {
    name: "a nullable column",
    from: "Mapped[str] = mapped_column(sa.S",
    to: "Mapped[str | None] = mapped_column(sa.S",
    changes: ["user"],
  },
  { name: "an enum's value", from: '"happy"', to: '"happy", "glad"', changes: ["type mood"] },
  { name: "an action", from: '"user.id"', to: '"user.id", ondelete="CASCADE"', changes: ["post"] },
  { name: "a renamed table", from: '"tag"', to: '"label"', changes: ["label", "tag"] },
  { name: "a check", from: '"size > 0"', to: '"size > 1"', changes: ["tag"] },
  {
    name: "a column less",
    from: "    name: Mapped[str] = mapped_column(sa.String(40))\n",
    to: "",
    changes: ["user"],
  },
  {
    name: "a table more",
    from: "class Tag(Base):",
    to:
      "class New(Base):\n    __tablename__ = 'new'\n    id: Mapped[int] = mapped_column(primary_key=True)\n\nclass Tag(Base):",
    changes: ["new"],
  },
];

describe("an edit of SQLAlchemy models changes no more than it says", () => {
  for (const kind of ["sqlite", "postgres15"] as const) {
    // Only PostgreSQL has enums of their own; SQLite's are texts of any value.
    const changes = ({ name, changes }: Edit) =>
      kind === "sqlite" && name === "an enum's value" ? [] : changes;
    testEdits({ plugin, models, edits, kind, changes });
  }
});
