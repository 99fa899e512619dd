"""Typed readers of the environment: each fails loudly, naming the variable and what it should hold."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network


def wrong(words: str) -> Exception:
    """What a wrong value is answered with. `silah run` reads the environment without keeping Django for it."""
    from django.core.exceptions import ImproperlyConfigured

    return ImproperlyConfigured(words)


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, default)


def words(name: str, *, default: str) -> list[str]:
    return text(name, default=default).replace(",", " ").split()


def words_among(name: str, *known: str, default: str = "") -> list[str]:
    said = words(name, default=default)
    if strange := [word for word in said if word not in known]:
        raise wrong(f"{name}: {' '.join(strange)} is unknown; known are {', '.join(known)}")
    return said


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise wrong(f"{name}={value!r}: say 1 or 0")


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "")
    if not value:
        return default
    if not value.isdecimal():
        raise wrong(f"{name}={value!r}: a whole number is expected")
    return int(value)


def choice(name: str, *, among: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name) or default
    if value not in among:
        raise wrong(f"{name}={value!r}: one of {', '.join(among)} is expected")
    return value


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks like `127.0.0.1 10.2.0.0/16`; none where nothing is said."""
    from ipaddress import ip_network

    try:
        return [ip_network(word) for word in words(name, default="")]
    except ValueError as error:
        raise wrong(f"{name}: {error}; an address or a network is expected") from error


def place(name: str) -> str | tuple[str, int] | None:
    """Where a program of this machine or network listens: a socket's path, or `host:port`; None where nothing is said."""
    if not (value := text(name, default="").strip()):
        return None
    if value.startswith("/"):
        return value
    host, _colon, port = value.rpartition(":")
    if not host or not port.isdecimal():
        raise wrong(f"{name}={value!r}: the path of a socket, or host:port is expected")
    return host.strip("[]"), int(port)


def folder(name: str, *, default: Path) -> Path:
    return Path(os.environ.get(name) or default).expanduser().resolve()


def file(name: str) -> Path | None:
    """One that is there and may be read, or none was named."""
    path = Path(os.environ[name]).expanduser().resolve() if os.environ.get(name) else None
    if path is not None and not (path.is_file() and os.access(path, os.R_OK)):
        raise wrong(f"{name}: {path} is no file that can be read")
    return path


def usable(path: Path, name: str) -> Path:
    """The folder, made where it is missing; a sentence where it cannot be had or written to."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise wrong(
            f"{path} cannot be used ({error.strerror}): name a folder of your own in {name}"
        ) from error
    return path


def data_folder() -> Path:
    """Root keeps its data where a system service would; anybody else beside their own files."""
    own = Path("/var/lib/silah/data") if os.geteuid() == 0 else Path.home() / ".local/share/silah"
    return folder("SILAH_DATA", default=own)


def keys_folder(data: Path) -> Path:
    """Keys live outside the data folder, so that a copy of the data alone opens nothing."""
    named = os.environ.get("SILAH_KEYS")
    return Path(named).expanduser().resolve() if named else data.with_name(data.name + "-keys")


def hidden(name: str) -> str:
    """A secret: in the variable itself, or in the file that `NAME_FILE` names; empty where neither is said.

    Whoever keeps secrets for the machine (a vault's agent, systemd, a container's host) lays them into files.
    """
    if (path := file(f"{name}_FILE")) is None:
        return os.environ.get(name, "").strip()
    if os.environ.get(name):
        raise wrong(f"{name} and {name}_FILE are both set: say one of them")
    if not (told := path.read_text(encoding="utf-8").strip()):
        raise wrong(f"{name}_FILE: {path} is empty")
    return told


def secret(name: str, *, keep_in: Path) -> str:
    """What is said, or a value made once and kept in a file that only its owner reads."""
    import secrets

    return hidden(name) or kept(keep_in, secrets.token_urlsafe(48))


def kept(path: Path, made: str) -> str:
    """What the file holds; where there is none, `made` becomes its content for good."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(made)
            file.flush()
            os.fsync(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # the first of two starting processes wins
        draft.unlink()
    return path.read_text().strip()


def database(data: Path) -> dict[str, Any]:
    """Connection of the application's role; `SILAH_DATABASE_ROLE=owner` is for migrations alone."""
    import urllib.parse

    owner = text("SILAH_DATABASE_ROLE", default="app") == "owner"
    name = "DATABASE_OWNER_URL" if owner else "DATABASE_URL"
    url = os.environ.get(name) or _embedded_url(data, owner=owner)
    parsed = urllib.parse.urlparse(url)
    if parsed.scheme not in {"postgres", "postgresql"}:
        raise wrong(f"{name}: an address like postgresql://user:password@host/name is expected")
    query = dict(urllib.parse.parse_qsl(parsed.query))
    return {
        "ENGINE": "silah.config.postgres",
        "NAME": urllib.parse.unquote(parsed.path.lstrip("/")),
        "USER": urllib.parse.unquote(parsed.username or ""),
        "PASSWORD": urllib.parse.unquote(parsed.password or ""),
        "HOST": query.pop("host", parsed.hostname or ""),
        "PORT": str(query.pop("port", parsed.port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def keeps_statements() -> bool:
    """Not through a pooler (there is one where the way past it is named), unless that one is said to know them."""
    return not os.environ.get("DATABASE_DIRECT_URL") or flag("SILAH_KEEP_STATEMENTS", default=False)


def _embedded_url(data: Path, *, owner: bool) -> str:
    from silah.config.embedded import url

    return url(data, role="silah_owner" if owner else "silah_app")
