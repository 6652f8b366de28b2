"""Find the package index that this computer's owner configured for pip or uv, so that any mirror works."""

from __future__ import annotations

import configparser
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from labelwright.data.fetch.failures import FetchError

_SECTIONS = ("global", "download", "install")
_NAMED = re.compile(r"^[A-Za-z0-9_.-]+=(?=[a-z]+:)")


@dataclass(frozen=True)
class Settings:
    """The configuration: index URLs in the order to ask them, folders of archives, certificate file and proxy."""

    indexes: tuple[str, ...]
    folders: tuple[str, ...] = ()
    certificates: str | None = None
    proxy: str | None = None


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the configuration: the environment first, then pip's files, then uv's files, then the library's default.

    The index is the first of UV_DEFAULT_INDEX, UV_INDEX_URL, PIP_INDEX_URL, `index-url` in pip's files and the default
    index in uv's files; extra indexes and `find-links` folders are asked after it. From every place, the archive must
    have the pinned SHA-256. Raises FetchError for a configuration file that cannot be read.
    """
    pip, uv = _pip(environ), _uv(environ)
    first = (
        _one(environ.get("UV_DEFAULT_INDEX"))
        or _one(environ.get("UV_INDEX_URL"))
        or _one(pip.get("index-url"))
        or uv.get("index-url")
        or PYPI_SIMPLE_ENDPOINT
    )
    extra = [environ.get("UV_INDEX"), environ.get("UV_EXTRA_INDEX_URL"), pip.get("extra-index-url")]
    urls = [first, *(url for text in extra for url in _many(text))]
    alone = pip.get("no-index", "").lower() in ("1", "true", "yes", "on")
    return Settings(
        indexes=() if alone else tuple(dict.fromkeys(urls)),
        folders=tuple(_many(environ.get("UV_FIND_LINKS"))) + tuple(_many(pip.get("find-links"))),
        certificates=pip.get("cert") or environ.get("SSL_CERT_FILE"),
        proxy=pip.get("proxy"),
    )


def pip_files(environ: Mapping[str, str] = os.environ) -> Iterator[Path]:
    """Yield pip's configuration files, the weakest first: all users, this user, this environment, PIP_CONFIG_FILE.

    PIP_CONFIG_FILE set to the null device switches all of them off, as in pip.
    """
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    name = "pip.ini" if sys.platform == "win32" else "pip.conf"
    for folder in platformdirs.site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep):
        yield Path(folder) / name
    if sys.platform != "win32":
        yield Path("/etc") / name
    yield Path.home() / ("pip" if sys.platform == "win32" else ".pip") / name
    if sys.platform == "darwin":
        yield Path.home() / ".config" / "pip" / name
    yield Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True)) / name
    yield Path(sys.prefix) / name
    if named:
        yield Path(named)


def _pip(environ: Mapping[str, str]) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    for path in pip_files(environ):
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, PermissionError) as error:
            raise FetchError(
                f"{path}: pip's configuration cannot be read: {error}. Correct the file."
            ) from None
    found: dict[str, str] = {}
    for section in filter(parser.has_section, _SECTIONS):
        found |= {key.replace("_", "-"): value.strip() for key, value in parser.items(section)}
    prefix = "PIP_"
    named = {key.removeprefix(prefix): value for key, value in environ.items() if key.startswith(prefix)}
    return found | {key.lower().replace("_", "-"): value for key, value in named.items() if value}


def _uv(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the default index in uv's own file, the user's first, then the one for all users."""
    named = environ.get("UV_CONFIG_FILE")
    folders = [platformdirs.user_config_dir("uv", appauthor=False, roaming=True)]
    folders += [str(Path.home() / ".config" / "uv"), *_system_folders()]
    paths = [Path(named)] if named else [Path(folder) / "uv.toml" for folder in folders]
    for path in paths:
        if path.is_file() and (url := _uv_default(path)):
            return {"index-url": url}
    return {}


def _system_folders() -> list[str]:
    if sys.platform == "win32":
        return [platformdirs.site_config_dir("uv", appauthor=False)]
    return ["/etc/xdg/uv", "/etc/uv"]


def _uv_default(path: Path) -> str | None:
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, PermissionError) as error:
        raise FetchError(f"{path}: uv's configuration cannot be read: {error}. Correct the file.") from None
    for index in table.get("index", []):
        if index.get("default"):
            return str(index["url"])
    url: str | None = table.get("index-url") or table.get("pip", {}).get("index-url")
    return url


def _one(text: str | None) -> str | None:
    return next(iter(_many(text)), None)


def _many(text: str | None) -> list[str]:
    return [_NAMED.sub("", word) for word in (text or "").split()]
