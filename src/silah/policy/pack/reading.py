"""From a folder of TOML to one plain tree, ready to be checked against the schema.

A file that says `extends = "base"` is laid over the file of the same name in the sibling folder `base`:
tables merge by key, everything else replaces. Nothing can be taken away from a base.
"""

import tomllib
from pathlib import Path
from typing import Any

from .problems import Found

Tree = dict[str, Any]

FILES: dict[str, str] = {
    "identity": "pack.toml",
    "terms": "terms.toml",
    "clauses": "clauses.toml",
    "text": "text.toml",
    "channels": "channels.toml",
    "toolkit": "toolkit.toml",
    "deciding": "deciding.toml",
    "reply_window": "reply_window.toml",
    "declaration": "declaration.toml",
    "satisfaction": "satisfaction.toml",
    "review": "review.toml",
    "approval": "approval.toml",
    "messages": "messages.toml",
}
LIBRARIES = {"questions": "questions.toml", "requirements": "requirements.toml", "reasons": "reasons.toml"}
KEYED = {"clauses", "channels", "toolkit"}
SOURCE = "policy.txt"


def read(folder: Path, found: Found) -> Tree:
    """Every problem goes to `found`; what could be read is returned."""
    tree: Tree = {part: _file(folder, name, found) for part, name in FILES.items()}
    for part in KEYED:
        tree[part] = listed(tree[part], FILES[part], found)
    tree["text"]["source"] = _source(folder, found)
    for part, key in (("messages", "texts"), ("satisfaction", "questions")):
        if isinstance(tree[part].get(key), dict):
            tree[part][key] = listed(tree[part][key], FILES[part], found)
    tree["services"] = _services(folder, tree["identity"].pop("services", []), found)
    return tree


def listed(table: Tree, name: str, found: Found) -> list[Any]:
    """A table of tables as a list in the order written, each with its key as `id`."""
    for key, value in table.items():
        if isinstance(value, dict) and "id" in value:
            found.second_id(name, key)
    return [{**value, "id": key} if isinstance(value, dict) else value for key, value in table.items()]


def merged(below: Tree, above: Tree) -> Tree:
    """Tables merge by key, everything else replaces."""
    both = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            both[key] = merged(below[key], above[key])
    return both


def _file(folder: Path, name: str, found: Found, *, needed: bool = True) -> Tree:
    own = _toml(folder / name, name, found, needed=needed)
    base = own.pop("extends", None)
    if base is None:
        return own
    below = folder.parent / str(base) / name
    if not below.is_file():
        found.no_base(name, str(base))
        return own
    return merged(_toml(below, f"{base}/{name}", found), own)


def _toml(path: Path, name: str, found: Found, *, needed: bool = True) -> Tree:
    if not path.is_file():
        if needed:
            found.no_file(name, shared=(path.parents[1] / "base" / name).is_file())
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found.unreadable(name, str(error))
    except UnicodeDecodeError:
        found.not_text(name)
    return {}


def _source(folder: Path, found: Found) -> str:
    path = folder / SOURCE
    if not path.is_file():
        found.no_file(SOURCE)
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        found.not_text(SOURCE)
        return ""


def _services(folder: Path, order: Any, found: Found) -> list[Tree]:
    libraries = {part: _file(folder, name, found, needed=False) for part, name in LIBRARIES.items()}
    used: dict[str, set[str]] = {part: set() for part in LIBRARIES}
    services = []
    for stem in _named(folder, order, found):
        name = f"services/{stem}.toml"
        service = _file(folder, name, found)
        for part, library in libraries.items():
            ids = service.get(part)
            if not isinstance(ids, list):
                continue
            used[part].update(entry for entry in ids if isinstance(entry, str))
            service[part] = _chosen(ids, library, name, part, found)
        services.append({"id": stem, **service})
    for part, name in LIBRARIES.items():
        own = _toml(folder / name, name, Found(), needed=False)
        for key in sorted(own.keys() - used[part] - {"extends"}):
            found.unused(name, key)
    return services


def _named(folder: Path, order: Any, found: Found) -> list[str]:
    """`services` in pack.toml gives the order in which they are shown; no file stands outside it."""
    named = [stem for stem in order if isinstance(stem, str)] if isinstance(order, list) else []
    for path in sorted((folder / "services").glob("*.toml")):
        if path.stem not in named:
            found.unlisted_service(path.stem)
    return named


def _chosen(ids: list[Any], library: Tree, name: str, part: str, found: Found) -> list[Tree]:
    """A service lists ids; the library holds the words."""
    chosen = []
    for entry in ids:
        if isinstance(entry, str) and isinstance(library.get(entry), dict):
            chosen.append({"id": entry, **library[entry]})
        else:
            found.unknown_entry(name, part, str(entry), LIBRARIES[part])
    return chosen
