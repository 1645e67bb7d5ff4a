import asyncio


def project_folders(request):
    """Where Aerich and Tortoise look for modules."""
    tools = project_table(request["root"], "tool")
    named = [tools.get(name, {}).get("src_folder") for name in ("tortoise", "aerich")]
    return [str(folder) for folder in named if folder]


def load(request):
    require_tortoise()
    config = find_config(request)
    apps = {name: dict(app) for name, app in config["apps"].items()}
    chosen = request["options"].get("app")
    if chosen is not None and chosen not in apps:
        names = ", ".join(sorted(apps))
        raise Failure("there is no app %s: the configuration has %s" % (quoted(chosen), names))
    for name, app in list(apps.items()):
        models = app.get("models", [])
        modules = [models] if isinstance(models, str) else list(models)
        # Aerich keeps its history there.
        app["models"] = [load_named(module) for module in modules if module != "aerich.models"]
        if not app["models"]:
            del apps[name]
    if not apps:
        raise Failure("no app of the configuration has models")
    label_models(apps)
    connection = find_connection(apps, chosen)
    script = asyncio.run(render({**config, "apps": apps}, request["dialect"], connection, chosen))
    if not script.strip():
        raise Failure("the models have no tables: do the modules of the configuration have models?")
    return {"script": script}


def require_tortoise():
    try:
        importlib.import_module("tortoise")
    except ModuleNotFoundError as error:
        if error.name != "tortoise":
            raise
        raise Failure(
            "Tortoise ORM is not installed for %s: set `python` under `models` in the configuration"
            % sys.executable
        )


def load_named(module):
    # Imported here, because Tortoise hides why an import failed, and before there is an event loop.
    return importlib.import_module(module) if isinstance(module, str) else module


def find_config(request):
    root = request["root"]
    paths = [each for path in request["paths"] for each in expand(root, path)]
    if not paths or paths == ["pyproject.toml"]:
        paths = [path_of_project(root)]
    if len(paths) == 1:
        config = read_config(root, paths[0])
        if config is not None:
            return checked(config, paths[0])
    modules = [load_module(root, path) for path in paths]
    return {"apps": {request["options"].get("app") or "models": {"models": modules}}}


def path_of_project(root):
    tools = project_table(root, "tool")
    for name in ("aerich", "tortoise"):
        found = tools.get(name, {}).get("tortoise_orm")
        if found:
            return str(found)
    found = os.environ.get("TORTOISE_ORM")
    if found:
        return found
    raise Failure(
        "there is no Tortoise configuration: set `path` under `models` to it "
        '("app.settings.TORTOISE_ORM") or to a module with models ("app.models")'
    )


def read_config(root, path):
    """The Tortoise configuration at a path, or None where it is a module with models."""
    if path.endswith(".json"):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            return json.load(file)
    if path.endswith((".yml", ".yaml")):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            return importlib.import_module("yaml").safe_load(file)
    module, names = split_path(path)
    if not names:
        if path.endswith(".py") or "/" in path or is_module(path):
            found = load_module(root, path)
            config = getattr(found, "TORTOISE_ORM", None)
            return config if config is not None and not has_models(found) else None
        module, _, name = path.rpartition(".")
        names = [name]
        if not module:
            raise Failure("there is no module %s" % quoted(path))
    value = find_attribute(load_module(root, module), names)
    return value() if callable(value) and not isinstance(value, type) else value


def has_models(module):
    from tortoise.models import Model

    return any(isinstance(value, type) and issubclass(value, Model) for value in vars(module).values())


def checked(config, path):
    if hasattr(config, "to_dict"):
        config = config.to_dict()
    if not isinstance(config, dict) or not isinstance(config.get("apps"), dict):
        raise Failure("%s is no Tortoise configuration: it has no apps" % quoted(path))
    return {"connections": {}, **config}


def label_models(apps):
    """
    References name the app: where models were given without a configuration and all references
    agree on another name, that one is meant.
    """
    from tortoise.fields.relational import RelationalField
    from tortoise.models import Model

    if len(apps) != 1 or apps.get("models", {}).get("default_connection") is not None:
        return
    (label, app), = apps.items()
    fields = [
        field
        for module in app["models"]
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Model)
        for field in value._meta.fields_map.values()
        if isinstance(field, RelationalField)
    ]
    names = [getattr(field, "model_name", None) for field in fields]
    labels = {name.split(".")[0] for name in names if isinstance(name, str) and "." in name}
    if label == "models" and len(labels) == 1 and label not in labels:
        apps[labels.pop()] = apps.pop(label)


def find_connection(apps, chosen):
    """The connection whose models are wanted: the chosen app's, or the one of all apps."""
    named = {name: app.get("default_connection") or "default" for name, app in apps.items()}
    if chosen is not None:
        return named[chosen]
    if len(set(named.values())) > 1:
        raise Failure(
            "the apps have several connections: choose one of them by `app` under `models`: %s"
            % ", ".join(sorted(named))
        )
    return next(iter(named.values()))


async def render(config, dialect, connection, chosen):
    """The script with which this version of Tortoise makes its schema. Nothing connects."""
    from tortoise import Tortoise

    apps = config["apps"]
    used = {app.get("default_connection") or "default" for app in apps.values()}
    connections = {
        name: offline(config.get("connections", {}).get(name), dialect) for name in used
    }
    given = {name: config[name] for name in ("use_tz", "timezone") if name in config}
    # Strings of 1.x: it takes modules by name only.
    named = {
        name: {**app, "models": [module_or_name(module) for module in app["models"]]}
        for name, app in apps.items()
    }
    await Tortoise.init(config={**given, "connections": connections, "apps": named})
    client = connection_named(connection)
    generator = client.schema_generator(client)
    limit(generator, chosen)
    constrain(generator)
    refuse_cycles(generator)
    return generator.get_create_schema_sql(True)


def module_or_name(module):
    return module.__name__ if sys.modules.get(module.__name__) is module else module


def connection_named(name):
    try:
        from tortoise.connection import connections
    except ImportError:
        from tortoise import connections
    return connections.get(name)


engines = {
    "sqlite": ["tortoise.backends.sqlite"],
    "postgres": ["tortoise.backends.asyncpg", "tortoise.backends.psycopg"],
    "mysql": ["tortoise.backends.mysql"],
}


def offline(configured, dialect):
    """A connection of the dialect that is never opened, with what of the configured one shows in DDL."""
    expanded = expand_connection(configured)
    engine = find_engine(expanded.get("engine"), dialect)
    if dialect == "sqlite":
        return {"engine": engine, "credentials": {"file_path": ":memory:"}}
    credentials = {"user": "", "password": "", "database": "", "host": "localhost", "port": 1}
    charset = (expanded.get("credentials") or {}).get("charset")
    if dialect == "mysql" and charset:
        credentials["charset"] = charset
    return {"engine": engine, "credentials": credentials}


def expand_connection(configured):
    from tortoise.backends.base.config_generator import expand_db_url

    if isinstance(configured, dict):
        url = configured.get("db_url")
        return configured if url is None else expand_connection(url)
    if not isinstance(configured, str):
        return {}
    try:
        return expand_db_url(configured)
    except Exception:
        # Only the character set is of interest, and the URL may need what is not set here.
        return {}


def find_engine(own, dialect):
    """The project's own engine where it is of the dialect, else one whose driver is installed."""
    if own and own not in sum(engines.values(), []) and engine_dialect(own) == dialect:
        return own
    candidates = sorted(engines[dialect], key=lambda name: name != own)
    for name in candidates:
        try:
            importlib.import_module(name)
            return name
        except ImportError:
            forget(name)
    sys.meta_path.insert(0, Drivers())
    importlib.import_module(candidates[0])
    return candidates[0]


def engine_dialect(name):
    try:
        return importlib.import_module(name).client_class.capabilities.dialect
    except (ImportError, AttributeError):
        return None


def forget(package):
    for name in list(sys.modules):
        if (name + ".").startswith(package + "."):
            del sys.modules[name]


class Placeholder(type):
    """A class that stands for any name of a driver which is not installed: nothing here connects."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(name, (Exception,), {})

    def __or__(cls, other):
        return cls

    __ror__ = __or__


class Drivers:
    """Imports of drivers, of which none works here, give placeholders."""

    names = {"asyncpg", "asyncmy", "aiosqlite", "psycopg", "psycopg_pool"}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        def find(name):
            if name.startswith("__"):
                raise AttributeError(name)
            return Placeholder(name, (Exception,), {})

        module.__getattr__ = find


def limit(generator, app):
    """Has the generator make the tables of one app, or of all, without Aerich's own."""
    every = generator._get_models_to_create

    def chosen(*into):
        # Releases before 0.23 fill a list, later ones give one.
        found = every(*into)
        own = [
            model
            for model in (into[0] if into else found)
            if app in (None, model._meta.app) and model.__module__ != "aerich.models"
        ]
        if app is not None:
            for model in own:
                refuse_foreign(model, app)
        if into:
            into[0][:] = own
        return own

    generator._get_models_to_create = chosen


def constrain(generator):
    """
    Adds `Meta.constraints` of 1.x, which Tortoise's own migrations make and its schema generator
    forgets.
    """
    make_table, make_inner = generator._get_table_sql, generator._get_inner_statements
    current = []

    def table_sql(model, safe=True):
        current[:] = [model]
        made = make_table(model, safe)
        made["table_creation_string"] += "".join(
            "\n%s" % partial_unique(generator, model, each)
            for each in constraints_of(model)
            if getattr(each, "condition", None)
        )
        return made

    def inner_statements():
        (model,) = current
        return make_inner() + [
            constraint_sql(generator, model, each)
            for each in constraints_of(model)
            if not getattr(each, "condition", None)
        ]

    generator._get_table_sql, generator._get_inner_statements = table_sql, inner_statements


def constraints_of(model):
    return getattr(model._meta, "constraints", ())


def constraint_sql(generator, model, constraint):
    if hasattr(constraint, "check"):
        return "CONSTRAINT %s CHECK (%s)" % (generator.quote(constraint.name), constraint.check)
    name, columns = unique_parts(generator, model, constraint)
    return generator.UNIQUE_CONSTRAINT_CREATE_TEMPLATE.format(index_name=name, fields=columns)


def partial_unique(generator, model, constraint):
    name, columns = unique_parts(generator, model, constraint)
    meta = model._meta
    table = generator._qualify_table_name(meta.db_table, meta.schema)
    words = (generator.quote(name), table, columns, constraint.condition)
    return "CREATE UNIQUE INDEX %s ON %s (%s) WHERE %s;" % words


def unique_parts(generator, model, constraint):
    fields = model._meta.fields_map
    columns = [fields[name].source_field or name for name in constraint.fields]
    name = constraint.name or generator._get_index_name("uid", model, columns)
    return name, ", ".join(generator.quote(column) for column in columns)


def refuse_foreign(model, app):
    for name in sorted(model._meta.fk_fields | model._meta.o2o_fields):
        field = model._meta.fields_map[name]
        related = field.related_model._meta
        if field.db_constraint and related.app != app:
            raise Failure(
                "%s.%s refers to app %s, whose tables app %s is without: "
                "let one database of the configuration have both, with no `app` under `models`"
                % (model.__name__, name, quoted(related.app), quoted(app))
            )


def refuse_cycles(generator):
    """Says which tables refer to each other, where Tortoise cannot order them."""
    every = generator.get_create_schema_sql

    def named(safe):
        from tortoise.exceptions import ConfigurationError

        try:
            return every(safe)
        except ConfigurationError as error:
            if "cyclic" not in str(error):
                raise
            raise Failure(
                "Tortoise cannot create tables that refer to each other in a circle: "
                "set db_constraint=False on one of the foreign keys"
            )

    generator.get_create_schema_sql = named


run(load)
