"""What the programs of the Python plugins have in common; it stands before each of them in one file."""

import glob
import importlib
import importlib.util
import json
import os
import sys


class Failure(Exception):
    """What a person can mend, in words; shown without a traceback."""


def run(load):
    """Reads the input, writes what `load` gives for it, and ends whatever the models started."""
    folder = sys.argv[1]
    with open(os.path.join(folder, "input.json"), encoding="utf-8") as file:
        request = json.load(file)
    # Models that look at the command line find none of their own.
    sys.argv[:] = ["whimbrel"]
    code = 0
    try:
        search(request)
        result = load(request)
        text = json.dumps(result)
    except BaseException as error:
        report(error, request["root"])
        code = 1
    else:
        with open(os.path.join(folder, "output.json"), "w", encoding="utf-8") as file:
            file.write(text)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    os._exit(code)


def search(request):
    """Puts the project where Python looks for modules, before everything else."""
    root = request["root"]
    folders = [os.path.join(root, folder) for folder in folders_of(request)]
    source = os.path.join(root, "src")
    if os.path.isdir(source) and not os.path.exists(os.path.join(source, "__init__.py")):
        folders.append(source)
    here = os.path.dirname(os.path.abspath(__file__))
    own = unique([os.path.normpath(folder) for folder in folders + [root]])
    sys.path[:] = own + [path for path in sys.path if os.path.abspath(path) != here]


def folders_of(request):
    named = request["options"].get("src_folder")
    folders = [named] if isinstance(named, str) else list(named or [])
    return folders or project_folders(request)


def project_table(root, *names):
    """A table of pyproject.toml, `{}` where there is none."""
    path = os.path.join(root, "pyproject.toml")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        table = parse_toml(file.read())
    for name in names:
        table = table.get(name, {})
    return table


def parse_toml(text):
    # The standard library has a reader since Python 3.11; the others come with Aerich, pip and friends.
    for name in ("tomllib", "tomli", "tomlkit", "toml"):
        try:
            return importlib.import_module(name).loads(text)
        except ImportError:
            continue
    raise Failure(
        "pyproject.toml cannot be read without tomllib (Python 3.11), tomli or tomlkit: "
        "name the models by `path` in the configuration instead"
    )


def unique(values):
    return list(dict.fromkeys(values))


def expand(root, path):
    """The files of a glob, in order; other paths as they are."""
    if not any(mark in path for mark in "*?["):
        return [path]
    found = sorted(glob.glob(os.path.join(root, path), recursive=True))
    files = [os.path.relpath(file, root) for file in found if file.endswith(".py")]
    if not files:
        raise Failure("no Python file matches %s" % quoted(path))
    return files


def load_module(root, path):
    """Imports a module by its dotted name, or by its file below the root."""
    if path.endswith(".py") or "/" in path or os.sep in path:
        return load_file(root, path)
    return importlib.import_module(path)


def load_file(root, path):
    file = os.path.abspath(os.path.join(root, path))
    if not os.path.exists(file):
        raise Failure("there is no file %s" % quoted(path))
    if os.path.isdir(file):
        file = os.path.join(file, "__init__.py")
    name = module_name(file)
    if name is not None:
        return importlib.import_module(name)
    name = "whimbrel_models_%d" % len(sys.modules)
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def module_name(file):
    """
    The name under which the project's other modules import a file: two names would be two modules,
    and the same tables twice.
    """
    stem = file[: -len("/__init__.py")] if os.path.basename(file) == "__init__.py" else file[:-3]
    holders = [
        folder for folder in sys.path[:4] if folder and stem.startswith(os.path.join(folder, ""))
    ]
    # In src/app/models.py `app` is the package where `src` is on the path, as it is in projects.
    for holder in sorted(holders, key=len, reverse=True):
        parts = os.path.relpath(stem, holder).split(os.sep)
        if all(part.isidentifier() for part in parts):
            return ".".join(parts)
    return name_in_package(stem)


def name_in_package(stem):
    """The name below the folder that holds the file's outermost package, which joins the path."""
    holder = os.path.dirname(stem)
    while os.path.exists(os.path.join(holder, "__init__.py")):
        holder = os.path.dirname(holder)
    parts = os.path.relpath(stem, holder).split(os.sep)
    if not all(part.isidentifier() for part in parts):
        return None
    sys.path.insert(0, holder)
    return ".".join(parts)


def find_attribute(module, names):
    value = module
    for index, name in enumerate(names):
        if not hasattr(value, name):
            owner = ".".join([module.__name__] + names[:index])
            raise Failure("%s has no attribute %s" % (quoted(owner), quoted(name)))
        value = getattr(value, name)
    return value


def split_path(path):
    """`module:attribute` as the module and the attribute's parts; a drive letter is no module."""
    module, colon, attribute = path.rpartition(":")
    if not colon or "/" in attribute or "\\" in attribute:
        return path, []
    return module, attribute.split(".")


def is_module(name):
    """Whether a dotted name is a module, without running more than its packages."""
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError as error:
        if error.name is not None and (name + ".").startswith(error.name + "."):
            return False
        raise
    except ValueError:
        return name in sys.modules


def quoted(text):
    return '"%s"' % text


def report(error, root):
    """
    Prints an error with the frames of the user's own files and, as its last line, where and what it
    was. Frames of this program and of Python's import system say nothing.
    """
    import traceback

    if isinstance(error, Failure):
        sys.stderr.write("%s\n" % error)
        return
    here = os.path.abspath(__file__)
    entries = traceback.extract_tb(error.__traceback__)
    frames = [
        frame
        for frame in entries
        if os.path.abspath(frame.filename) != here and not frame.filename.startswith("<frozen ")
    ]
    own = [frame for frame in frames if is_own(frame.filename, root)]
    if isinstance(error, SyntaxError) and error.filename is not None:
        place = (error.filename, error.lineno)
        words = "%s: %s" % (type(error).__name__, error.msg)
        source = "".join(traceback.format_exception_only(type(error), error))
    else:
        place = (own[-1].filename, own[-1].lineno) if own else None
        words = describe(error, entries)
        source = ""
    # Of a library's own fault its end tells most.
    shown = frames[frames.index(own[0]) :] if own else frames[-4:]
    lines = traceback.format_list(shown)
    cause = error.__cause__
    if cause is not None:
        lines.append("Caused by %s: %s\n" % (type(cause).__name__, cause))
    sys.stderr.write("".join(lines) + source)
    message = words.split("\n")
    if len(message) > 1:
        sys.stderr.write(words + "\n")
    where = "" if place is None else "%s:%s: " % (shorten(place[0], root), place[1])
    sys.stderr.write("%s%s\n" % (where, message[0]))


def is_own(file, root):
    """Whether a file is the user's: below the project, and not an installed package."""
    path = os.path.realpath(file)
    return path.startswith(os.path.join(os.path.realpath(root), "")) and not (
        "site-packages" in path or "dist-packages" in path
    )


def shorten(file, root):
    path = os.path.realpath(file)
    base = os.path.join(os.path.realpath(root), "")
    return path[len(base) :] if path.startswith(base) else path


def describe(error, entries):
    if isinstance(error, SystemExit):
        return "the models ended the program (exit code %s)" % error.code
    in_environment = entries and entries[-1].filename in (os.__file__, "<frozen os>")
    if isinstance(error, KeyError) and in_environment:
        return "the environment variable %s is not set" % quoted(error.args[0])
    if isinstance(error, ModuleNotFoundError) and error.name is not None:
        return "there is no module %s for %s" % (quoted(error.name), sys.executable)
    text = str(error)
    return "%s: %s" % (type(error).__name__, text) if text else type(error).__name__
