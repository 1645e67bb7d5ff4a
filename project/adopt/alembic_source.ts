/**
 * Python that gives the graph of a project's Alembic, and the SQL of each revision: offline, or on
 * SQLite, where rebuilding a table needs to see it, by running all of them in memory.
 */
export const alembicSource = String.raw`
import base64, datetime, decimal, io, json, os, re, sys

folder = sys.argv[1]
with open(os.path.join(folder, "input.json"), encoding="utf-8") as file:
    given = json.load(file)
root = given["root"]
sys.path.insert(0, root)

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


def load_config():
    ini = os.path.join(root, "alembic.ini")
    config = Config(ini) if os.path.exists(ini) else Config()
    location = None
    try:
        location = config.get_main_option("script_location")
    except Exception:
        pass
    versions = given["versions"]
    if location is None or not given["standard"]:
        config.set_main_option("script_location", os.path.dirname(versions).replace("%", "%%"))
        config.set_main_option("version_locations", versions.replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_path_separator", "newline")
    return config


class Unknowable(Exception):
    pass


def plain(value):
    if isinstance(value, bool) or value is None or isinstance(value, (int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"$bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def failure(error):
    line = (str(error) or type(error).__name__).split("\n")[0]
    return {"unknown": line[:200]}


def offline(function, name):
    buffer = io.StringIO()
    context = MigrationContext.configure(
        dialect_name=name,
        opts={"as_sql": True, "output_buffer": buffer, "literal_binds": True},
    )
    with Operations.context(context):
        function()
    text = buffer.getvalue()
    without = re.sub(r"^(?:BEGIN|COMMIT);\s*$", "", text, flags=re.M)
    without = re.sub(r"\n{3,}", "\n\n", without).strip()
    without = without[:-1] if without.endswith(";") else without
    statements = [] if without == "" else [{"sql": without, "parameters": []}]
    return {"statements": statements}, without == text.strip().rstrip(";")


def in_memory(function, raw):
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    statements = []
    unknown = []
    depth = [0]

    def before(connection, cursor, statement, parameters, context, executemany):
        words = re.sub(r"'(?:[^']|'')*'", "", statement).strip()
        if re.match(r"SELECT\b", words, re.I):
            if not re.search(r"\bsqlite_(?:temp_)?(?:master|schema)\b", words, re.I) and re.search(
                r"\bFROM\b", words, re.I
            ):
                unknown.append("it reads from the database: " + " ".join(statement.split())[:80])
            return
        if re.match(r"PRAGMA\b", words, re.I) and "=" not in words:
            return
        for one in parameters if executemany else [parameters]:
            values = {k: plain(v) for k, v in one.items()} if isinstance(one, dict) else [
                plain(v) for v in one
            ]
            statements.append({"sql": statement.strip().rstrip(";"), "parameters": values})

    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        event.listen(connection, "before_cursor_execute", before)
        context = MigrationContext.configure(connection, opts={})
        with Operations.context(context):
            function()
        if connection.in_transaction():
            connection.commit()
    if unknown:
        return {"unknown": unknown[0]}
    return {"statements": statements}


def copy_of(raw):
    import sqlite3

    copy = sqlite3.connect(":memory:", check_same_thread=False)
    raw.backup(copy)
    return copy


def sides(module, raw):
    transactional = True
    name = given["alembicDialect"]
    try:
        if raw is not None:
            up = in_memory(module.upgrade, raw)
        else:
            up, transactional = offline(module.upgrade, name)
    except Exception as error:
        up = failure(error)
    try:
        if raw is not None:
            down = in_memory(module.downgrade, copy_of(raw))
        else:
            down, also = offline(module.downgrade, name)
            transactional = transactional and also
    except (AttributeError, NotImplementedError) as error:
        missing = isinstance(error, NotImplementedError) or not hasattr(module, "downgrade")
        down = None if missing else failure(error)
    except Exception as error:
        down = failure(error)
    if down is not None and up.get("statements") and down.get("statements") == []:
        down = None
    return up, down, transactional


def texts(value):
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def main():
    raw = None
    if given["dialect"] == "sqlite":
        import sqlite3

        raw = sqlite3.connect(":memory:", check_same_thread=False)
    directory = ScriptDirectory.from_config(load_config())
    found = []
    scripts = list(directory.walk_revisions())
    for script in reversed(scripts):
        module = script.module
        up, down, transactional = sides(module, raw)
        created = re.search(r"Create Date:\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)", module.__doc__ or "")
        labels = texts(getattr(module, "branch_labels", None))
        found.append({
            "key": script.revision,
            "name": os.path.splitext(os.path.basename(script.path))[0],
            "parents": texts(script._versioned_down_revisions),
            "depends": texts(script._resolved_dependencies),
            "label": labels[0] if labels else None,
            "created": None if created is None else created[1] + "T" + created[2] + "Z",
            "up": up,
            "down": down,
            "transactional": transactional,
        })
    with open(os.path.join(folder, "output.json"), "w", encoding="utf-8") as file:
        json.dump(found, file)


main()
`;
