import re
import types


def project_folders(request):
    """Where Alembic looks for modules (`prepend_sys_path`)."""
    paths = alembic_paths(request)
    if not any(is_alembic(path) for path in paths):
        return []
    settings = read_settings(request["root"], paths[0], request["options"].get("section"))
    named = settings.get("prepend_sys_path") or []
    folders = named if isinstance(named, list) else re.split(separators, named)
    # Alembic starts in the folder of its configuration, we in the project's.
    return [os.path.join(os.path.dirname(paths[0]), folder) for folder in folders] + folders


separators = r"[\s,:;]+" if os.pathsep == ":" else r"[\s,;]+"


def load(request):
    require_sqlalchemy()
    found = find_metadata(request)
    if not any(tables_of(metadata) for metadata in found.metadata):
        raise Failure("the models have no tables: does the module import them?")
    return render(found, request)


def require_sqlalchemy():
    try:
        importlib.import_module("sqlalchemy")
    except ModuleNotFoundError as error:
        if error.name != "sqlalchemy":
            raise
        raise Failure(
            "SQLAlchemy is not installed for %s: set `python` under `models` in the configuration"
            % sys.executable
        )


class Found:
    """What there is to make: metadata, and the filters that an env.py gives Alembic."""

    def __init__(self, metadata, filters=None):
        self.metadata = metadata
        self.filters = filters or {}


def alembic_paths(request):
    paths = request["paths"]
    if not paths and os.path.exists(os.path.join(request["root"], "alembic.ini")):
        return ["alembic.ini"]
    if not paths and project_table(request["root"], "tool", "alembic"):
        return ["pyproject.toml"]
    return paths


def is_alembic(path):
    return path.endswith(".ini") or os.path.basename(path) in ("pyproject.toml", "env.py")


def find_metadata(request):
    root, options = request["root"], request["options"]
    paths = alembic_paths(request)
    if not paths:
        raise Failure(
            'there are no models: set `path` under `models` to a module ("app.models"), '
            'its metadata ("app.models:Base.metadata") or "alembic.ini"'
        )
    if is_alembic(paths[0]):
        if len(paths) > 1:
            raise Failure("%s names all models: give no other path beside it" % quoted(paths[0]))
        return read_environment(root, paths[0], options)
    found = []
    for path in paths:
        module, names = split_path(path)
        for each in expand(root, module):
            found += metadata_at(root, each, names)
    return Found(distinct(found))


def metadata_at(root, path, names):
    if not names and not (path.endswith(".py") or "/" in path) and not is_module(path):
        # "app.models.Base" as well as "app.models:Base".
        module, _, name = path.rpartition(".")
        if not module or not is_module(module):
            raise Failure("there is no module %s" % quoted(path))
        path, names = module, [name]
    module = load_module(root, path)
    if names:
        value = find_attribute(module, names)
        found = metadata_in(value() if isinstance(value, types.FunctionType) else value)
        if not found:
            text = "%s:%s" % (path, ".".join(names))
            raise Failure("%s is neither metadata nor a declarative base" % quoted(text))
        return found
    found = metadata_of_module(module)
    if not any(tables_of(metadata) for metadata in found) and hasattr(module, "__path__"):
        found = metadata_of_package(module)
    if not found:
        raise Failure("%s has no metadata, declarative base or table" % quoted(path))
    return found


def metadata_of_module(module):
    return distinct([each for value in list(vars(module).values()) for each in metadata_in(value)])


def metadata_of_package(package):
    """Models of a package whose own module does not import them."""
    import pkgutil

    found = metadata_of_module(package)
    for entry in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        found += metadata_of_module(importlib.import_module(entry.name))
    return distinct(found)


def metadata_in(value):
    """Metadata itself, or that of a base, model, table, registry, Flask extension or list of these."""
    from sqlalchemy import MetaData

    if isinstance(value, MetaData):
        return [value]
    if isinstance(value, (list, tuple)):
        return [each for item in value for each in metadata_in(item)]
    by_bind = getattr(value, "metadatas", None)
    if isinstance(by_bind, dict) and by_bind:
        return [each for each in by_bind.values() if isinstance(each, MetaData)]
    if isinstance(value, types.ModuleType):
        return []
    try:
        found = getattr(value, "metadata", None)
    except Exception:
        # A proxy that stands for what is not there yet.
        return []
    return [found] if isinstance(found, MetaData) else []


def distinct(found):
    return list({id(metadata): metadata for metadata in found}.values())


def tables_of(metadata):
    return list(metadata.tables.values())


class Stop(BaseException):
    """Ends an env.py once it has said what its metadata is."""


def read_settings(root, path, section):
    """What alembic.ini and the pyproject.toml beside it say, without Alembic."""
    if os.path.basename(path) == "env.py":
        return {}
    file = os.path.abspath(os.path.join(root, path))
    if not os.path.exists(file):
        raise Failure("there is no file %s" % quoted(path))
    settings = read_ini(file, path, section or "alembic") if path.endswith(".ini") else {}
    here = os.path.dirname(file)
    table = project_table(here, "tool", "alembic")
    return {**settings, **{key: placed(value, here) for key, value in table.items()}}


def read_ini(file, path, section):
    import configparser

    parser = configparser.ConfigParser({"here": os.path.dirname(file)})
    parser.read(file, encoding="utf-8")
    if not parser.has_section(section):
        raise Failure("%s has no section [%s]" % (quoted(path), section))
    # Interpolation of what is not asked for may need what is not there.
    wanted = ("script_location", "prepend_sys_path")
    return {key: parser.get(section, key) for key in wanted if parser.has_option(section, key)}


def placed(value, here):
    """Alembic writes %(here)s in both kinds of file."""
    if isinstance(value, str):
        return value.replace("%(here)s", here)
    return [placed(each, here) for each in value] if isinstance(value, list) else value


def read_environment(root, path, options):
    """The metadata that an env.py hands to Alembic. No migration runs and nothing connects."""
    file = environment_file(root, path, options.get("section"))
    if not os.path.exists(file):
        raise Failure("there is no file %s" % quoted(os.path.relpath(file, root)))
    captured = {}

    def configure(**given):
        captured.update(given)
        raise Stop()

    install_context(root, path, options.get("section"), configure)
    forbid_connections(Stop)
    # env.py is a script: modules beside it are found from its folder's parents only.
    module = types.ModuleType("env_py")
    module.__file__ = file
    with open(file, encoding="utf-8") as source:
        text = source.read()
    try:
        exec(compile(text, file, "exec"), module.__dict__)
    except Stop:
        pass
    except Exception:
        # It failed where it would have connected: the metadata is known all the same.
        if vars(module).get("target_metadata") is None:
            raise
    kept = captured if "target_metadata" in captured else vars(module)
    target = kept.get("target_metadata")
    if isinstance(target, dict):
        target = choose(target, options.get("app"))
    found = metadata_in(target)
    if not found:
        raise Failure("%s gives no target_metadata" % quoted(os.path.relpath(file, root)))
    filters = {key: captured.get(key) for key in ("include_object", "include_name")}
    return Found(distinct(found), filters)


def choose(targets, name):
    if name in targets:
        return targets[name]
    names = ", ".join(str(each) for each in targets)
    raise Failure(
        "env.py has metadata of several databases: choose one by `app` under `models`: %s" % names
    )


def environment_file(root, path, section):
    if os.path.basename(path) == "env.py":
        return os.path.join(root, path)
    location = read_settings(root, path, section).get("script_location")
    if not location:
        raise Failure("%s has no script_location" % quoted(path))
    if ":" in location and not os.path.isabs(location):
        package, _, folder = location.partition(":")
        location = os.path.join(os.path.dirname(importlib.import_module(package).__file__), folder)
    files = [
        os.path.normpath(os.path.join(root, folder, location, "env.py"))
        for folder in (os.path.dirname(path), "")
    ]
    return next((file for file in files if os.path.exists(file)), files[-1])


def install_context(root, path, section, configure):
    """Puts a module in the place of alembic.context that says "offline" and takes the metadata."""
    context = types.ModuleType("alembic.context")
    context.config = alembic_config(root, path, section)
    context.script = None
    context.configure = configure
    context.is_offline_mode = lambda: True
    context.begin_transaction = context.run_migrations = stop
    context.get_x_argument = lambda as_dictionary=False: {} if as_dictionary else []
    context.get_tag_argument = context.get_revision_argument = lambda: None
    context.get_head_revision = context.get_head_revisions = lambda: None
    context.get_starting_revision_argument = lambda: None
    context.__getattr__ = lambda name: stop
    try:
        import alembic
    except ModuleNotFoundError:
        alembic = sys.modules["alembic"] = types.ModuleType("alembic")
        alembic.__path__ = []
    alembic.context = sys.modules["alembic.context"] = context


def stop(*_, **__):
    raise Stop()


def alembic_config(root, path, section):
    name = section or "alembic"
    beside = "alembic.ini" if os.path.basename(path) in ("env.py", "pyproject.toml") else path
    file = os.path.abspath(os.path.join(root, beside))
    if not os.path.exists(file):
        file = None
    try:
        from alembic.config import Config
    except ImportError:
        return PlainConfig(file, name)
    project = os.path.join(os.path.dirname(file) if file else root, "pyproject.toml")
    try:
        return Config(file, ini_section=name, toml_file=project)
    except TypeError:
        # Before 1.16 there was no pyproject.toml.
        return Config(file, ini_section=name)


class PlainConfig:
    """As much of Alembic's configuration as an env.py asks for, where Alembic is not installed."""

    def __init__(self, file, section):
        import configparser

        here = os.path.dirname(os.path.abspath(file or "."))
        self.config_file_name = file
        self.config_ini_section = section
        self.attributes = {}
        self.cmd_opts = None
        self.file_config = configparser.ConfigParser({"here": here})
        if self.config_file_name:
            self.file_config.read(self.config_file_name, encoding="utf-8")
        elif not self.file_config.has_section(section):
            self.file_config.add_section(section)

    def get_main_option(self, name, default=None):
        return self.get_section_option(self.config_ini_section, name, default)

    def get_section_option(self, section, name, default=None):
        return self.file_config.get(section, name, fallback=default)

    def get_section(self, name, default=None):
        return dict(self.file_config.items(name)) if self.file_config.has_section(name) else default

    def set_main_option(self, name, value):
        self.set_section_option(self.config_ini_section, name, value)

    def set_section_option(self, section, name, value):
        if not self.file_config.has_section(section):
            self.file_config.add_section(section)
        self.file_config.set(section, name, value)


def forbid_connections(reason):
    from sqlalchemy.engine import Engine

    def refuse(*_, **__):
        raise reason()

    for name in ("connect", "begin", "raw_connection"):
        setattr(Engine, name, refuse)


def render(found, request):
    """The script of `create_all`, as this version of SQLAlchemy writes it for the server."""
    from sqlalchemy import create_mock_engine
    from sqlalchemy.schema import CreateTable

    statements, notes = [], []

    def keep(element, *_, **__):
        compiled = element if isinstance(element, str) else element.compile(dialect=engine.dialect)
        statements.append(str(compiled).strip().rstrip(";"))

    engine = make_engine(create_mock_engine, keep, request)
    inherit_server(engine.dialect, request)
    is_postgres = request["dialect"] == "postgres"
    for metadata in found.metadata:
        tables = [table for table in tables_of(metadata) if is_wanted(table, found.filters)]
        if not is_postgres:
            tables = in_this_database(tables, notes)
            if not tables:
                raise Failure("all tables have a schema, which is another database here")
        if is_postgres:
            own_types(tables)
        before = len(statements)
        metadata.create_all(engine, tables=tables, checkfirst=False)
        if is_postgres:
            statements[before:before] = schemas_of(metadata, tables, engine.dialect)
    script = "".join("%s;\n" % text for text in unique(statements))
    return {"script": script, "notes": notes}


def make_engine(create_mock_engine, keep, request):
    dialect = request["dialect"]
    name = {"sqlite": "sqlite", "postgres": "postgresql", "mysql": "mysql"}[dialect]
    settings = {}
    if is_mariadb(request):
        # Options and variants of models are those of the dialect's name in the project's own URL.
        if request["options"].get("dialect") == "mariadb":
            name = "mariadb"
        else:
            settings["is_mariadb"] = True
    # Any style but the usual ones doubles no percent sign.
    return create_mock_engine(name + "://", keep, paramstyle="named", **settings)


def is_mariadb(request):
    return request["dialect"] == "mysql" and "mariadb" in (request.get("server") or "").lower()


def inherit_server(dialect, request):
    """What connecting would have found out and DDL depends on."""
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", request.get("server") or "")
    version = tuple(int(part or 0) for part in found.groups()) if found else None
    if request["dialect"] == "postgres":
        dialect.server_version_info = version or (18, 0)
        dialect._backslash_escapes = False
        dialect.supports_virtual_generated_columns = dialect.server_version_info >= (18,)
    elif request["dialect"] == "mysql":
        mariadb = is_mariadb(request)
        dialect.server_version_info = version or ((11, 8, 0) if mariadb else (8, 4, 0))
        dialect.supports_sequences = mariadb
        prepare = getattr(dialect, "_initialize_mariadb" if mariadb else "_initialize_mysql", None)
        if prepare is not None:
            prepare(None)


def is_wanted(table, filters):
    include = filters.get("include_object")
    if include is not None and not include(table, table.name, "table", False, None):
        return False
    return True


def in_this_database(tables, notes):
    own = []
    for table in tables:
        if table.schema is None:
            own.append(table)
        else:
            notes.append("Table %s is in another database and left out" % quoted(table.fullname))
    return own


def schemas_of(metadata, tables, dialect):
    named = [table.schema for table in tables]
    named += [sequence.schema for sequence in getattr(metadata, "_sequences", {}).values()]
    named += [kind.schema for kind in named_types(tables)]
    quote = dialect.identifier_preparer.quote_schema
    wanted = unique([name for name in named if name is not None])
    return ["CREATE SCHEMA IF NOT EXISTS %s" % quote(name) for name in wanted]


def own_types(tables):
    """
    Types that migrations are trusted with (`create_type=False`) are part of the schema all the same.
    """
    for kind in named_types(tables):
        if getattr(kind, "create_type", True) is False:
            kind.create_type = True


def named_types(tables):
    """The enums and domains of the columns."""
    found = []
    for table in tables:
        for column in table.columns:
            kind = column.type
            while hasattr(kind, "item_type") or hasattr(kind, "impl_instance") or is_decorator(kind):
                kind = kind.item_type if hasattr(kind, "item_type") else kind.impl
            if hasattr(kind, "create_type") or hasattr(kind, "native_enum"):
                found.append(kind)
    return found


def is_decorator(kind):
    from sqlalchemy.types import TypeDecorator

    return isinstance(kind, TypeDecorator)


run(load)
