"""What SQLAlchemy offers on MySQL and MariaDB."""

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

import portable

metadata = portable.metadata

sa.Table(
    "entry",
    metadata,
    sa.Column("id", mysql.BIGINT(unsigned=True), primary_key=True, autoincrement=True),
    sa.Column("tiny", mysql.TINYINT(1), server_default=sa.text("1")),
    sa.Column("medium", mysql.MEDIUMINT(unsigned=True)),
    sa.Column("filled", mysql.INTEGER(8, zerofill=True)),
    sa.Column("price", mysql.DECIMAL(8, 2, unsigned=True)),
    sa.Column("double", mysql.DOUBLE(asdecimal=False)),
    sa.Column("real", mysql.FLOAT),
    sa.Column("bits", mysql.BIT(6)),
    sa.Column("year", mysql.YEAR),
    sa.Column("at", mysql.DATETIME(fsp=3)),
    sa.Column("time", mysql.TIME(fsp=6)),
    sa.Column(
        "stamp",
        mysql.TIMESTAMP(fsp=2),
        nullable=False,
        server_default=sa.text("CURRENT_TIMESTAMP(2) ON UPDATE CURRENT_TIMESTAMP(2)"),
    ),
    sa.Column("enum", mysql.ENUM("a", "it's", charset="latin1")),
    sa.Column("set", mysql.SET("x", "y")),
    sa.Column("long", mysql.LONGTEXT(collation="utf8mb4_bin")),
    sa.Column("short", mysql.TINYTEXT),
    sa.Column("char", mysql.CHAR(3, charset="ascii")),
    sa.Column("varchar", mysql.VARCHAR(30, charset="utf8mb4", collation="utf8mb4_bin")),
    sa.Column("blob", mysql.MEDIUMBLOB),
    sa.Column("binary", mysql.BINARY(16)),
    sa.Column("varbinary", mysql.VARBINARY(20)),
    sa.Column("json", mysql.JSON),
    sa.Column("virtual", sa.Integer, sa.Computed("tiny + 1", persisted=False)),
    sa.Column("text", sa.Text, comment="50% it's \\ strange"),
    sa.Index("ix_entry_text", "text", mysql_length=10),
    sa.Index("ix_entry_words", "long", mysql_prefix="FULLTEXT"),
    sa.Index("ix_entry_two", "char", "varchar", mysql_length={"varchar": 5}, mysql_using="btree"),
    mysql_engine="InnoDB",
    mysql_charset="utf8mb4",
    mysql_collate="utf8mb4_bin",
    mysql_row_format="DYNAMIC",
    comment="it's strange",
)
