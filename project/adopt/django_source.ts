/** Python that gives the graph of a Django project, and the SQL of each migration. */
export const djangoSource = String.raw`
import json, os, re, sys

folder = sys.argv[1]
with open(os.path.join(folder, "input.json"), encoding="utf-8") as file:
    given = json.load(file)
root = given["root"]
sys.path.insert(0, root)
os.chdir(root)

manage = os.path.join(root, "manage.py")
if "DJANGO_SETTINGS_MODULE" not in os.environ and os.path.exists(manage):
    with open(manage, encoding="utf-8") as file:
        match = re.search(r"DJANGO_SETTINGS_MODULE[\"']\s*,\s*[\"']([\w.]+)[\"']", file.read())
    if match:
        os.environ["DJANGO_SETTINGS_MODULE"] = match[1]

import django

django.setup()

from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython
from django.db.migrations.operations.special import SeparateDatabaseAndState

vendors = {"sqlite": "sqlite", "postgresql": "postgres", "mysql": "mysql"}
vendor = vendors.get(connection.vendor, connection.vendor)
if vendor != given["dialect"]:
    sys.exit("the settings name a database of the kind " + vendor + ", not " + given["dialect"])

executor = MigrationExecutor(connection)
loader = executor.loader


def runs_code(operations, backwards):
    for operation in operations:
        if isinstance(operation, RunPython):
            code = operation.reverse_code if backwards else operation.code
            if code is not None and code is not RunPython.noop:
                return operation
        elif isinstance(operation, SeparateDatabaseAndState):
            inner = runs_code(operation.database_operations, backwards)
            if inner is not None:
                return inner
        elif not getattr(operation, "reduces_to_sql", True):
            return operation
    return None


def side(migration, backwards):
    code = runs_code(migration.operations, backwards)
    if code is not None and not isinstance(code, RunPython):
        return {"unknown": "it runs Python (" + type(code).__name__ + ")"}
    try:
        collect = loader.collect_sql if hasattr(loader, "collect_sql") else executor.collect_sql
        lines = collect([(migration, backwards)])
    except IrreversibleError:
        return None
    except Exception as error:
        return {"unknown": (str(error) or type(error).__name__).split("\n")[0][:200]}
    text = "\n".join(line for line in lines if not re.match(r"--\s*$", line)).strip()
    text = re.sub(r"\A(?:BEGIN|START TRANSACTION);\s*|\s*COMMIT;\Z", "", text).strip()
    text = text[:-1] if text.endswith(";") else text
    statements = [] if text == "" else [{"sql": text, "parameters": []}]
    return {"statements": statements, "python": code is not None}


found = []
plan = executor.migration_plan(loader.graph.leaf_nodes(), clean_start=True)
for migration, _ in plan:
    key = (migration.app_label, migration.name)
    node = loader.graph.node_map[key]
    found.append({
        "app": migration.app_label,
        "name": migration.name,
        "before": [list(parent.key) for parent in sorted(node.parents)],
        "replaces": [list(one) for one in migration.replaces],
        "up": side(migration, False),
        "down": side(migration, True),
        "transactional": bool(migration.atomic),
    })

with open(os.path.join(folder, "output.json"), "w", encoding="utf-8") as file:
    json.dump(found, file)
`;
