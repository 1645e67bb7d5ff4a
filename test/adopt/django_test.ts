import { describe, test } from "node:test";
import { dirname } from "node:path";
import { usePython } from "../python.ts";
import { checkMove, type Kind } from "./project.ts";

const files = {
  "manage.py": `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
  "site_settings.py": `import os
import pymysql
pymysql.version_info = (2, 2, 7, "final", 0)
pymysql.install_as_MySQLdb()
from urllib.parse import urlsplit
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "people", "blog"]
SECRET_KEY = "x"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
url = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {"default": {
    "ENGINE": "django.db.backends." + {"sqlite": "sqlite3", "postgres": "postgresql", "mysql": "mysql"}[url.scheme],
    "NAME": url.path if url.scheme == "sqlite" else url.path[1:],
    "USER": url.username, "PASSWORD": url.password, "HOST": url.hostname, "PORT": url.port,
}}
`,
  "people/__init__.py": "",
  "people/migrations/__init__.py": "",
  "people/migrations/0001_initial.py": `from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.CreateModel("Person", [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=80)),
    ])]
`,
  "people/migrations/0002_age.py": `from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.AddField("person", "age", models.IntegerField(null=True)),
        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
    ]
`,
  "blog/__init__.py": "",
  "blog/migrations/__init__.py": "",
  "blog/migrations/0001_initial.py": `from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.CreateModel("Post", [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=80, default="it's")),
        ("author", models.ForeignKey("people.Person", on_delete=models.CASCADE)),
    ])]
`,
  "blog/migrations/0002_last.py": `from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial"), ("people", "0002_age")]
    operations = [
        migrations.AlterField("post", "title", models.CharField(max_length=200, null=True)),
        migrations.AddIndex("post", models.Index(fields=["title"], name="post_title")),
        migrations.RunSQL("INSERT INTO people_person (name) VALUES ('a;b')", migrations.RunSQL.noop),
    ]
`,
};

const kinds: readonly Kind[] = ["sqlite", "postgres15", "mariadb"];

describe("adopt django", () => {
  for (const kind of kinds) {
    test(`moves a real project of two apps on ${kind}`, { timeout: 300_000 }, async () => {
      const python = await usePython("newest");
      if (python === undefined) return;
      await checkMove({
        tool: "django",
        kind,
        own: ["django_migrations"],
        env: { VIRTUAL_ENV: dirname(dirname(python)) },
        upgrade: ["upgrade", "heads"],
        // Those of django.contrib.contenttypes and django.contrib.auth.
        brought: 14,
        // A rebuilt table has its columns in another order in `sqlmigrate` than in `migrate`.
        anyColumnOrder: true,
        write: (project) => project.write(files),
        apply(project, count) {
          const manage = (...words: string[]) => project.tool([python, "manage.py", ...words]);
          manage("migrate", "auth");
          manage("migrate", "people");
          manage("migrate", "blog", ["0001", "0002"][count - 3]!);
        },
      });
    });
  }
});
