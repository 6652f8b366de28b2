"""Virtual environments for every method, byte-compiled, kept for the next run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import platformdirs

NBGRADER, OTTER = "nbgrader==0.9.6", "otter-grader==7.0.0"
SHARED = (
    "pandas",
    "numpy",
    "ipython",
    "ipykernel",
    "nbclient",
    "nbconvert",
    "jupyter-client",
    "pyzmq",
    "traitlets",
)
"""Packages that every environment gets in the same version, this environment's own."""

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Environment:
    """One virtual environment, by its folder."""

    folder: Path

    def command(self, name: str) -> str:
        """The path of one of its commands."""
        return str(self.folder / "bin" / name)

    def variables(self, home: Path) -> dict[str, str]:
        """A clean environment to run its commands in: compiled code is used, maths libraries use one thread."""
        home.mkdir(parents=True, exist_ok=True)
        return {
            "PATH": f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }

    def version(self, package: str) -> str:
        """The version of an installed package."""
        code = f"from importlib.metadata import version; print(version({package!r}))"
        done = subprocess.run(
            [self.command("python"), "-c", code], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()


@dataclass(frozen=True)
class Environments:
    """Ours, and each peer's."""

    ours: Environment
    nbgrader: Environment
    otter: Environment


def prepare() -> Environments:
    """Make or complete the environments; ours holds this checkout as it is now, built and installed as a wheel."""
    cache, constraints = _shared_cache()
    peers = [
        _with(cache, constraints, peer, ["pandas", "ipykernel", "nbclient"]) for peer in (NBGRADER, OTTER)
    ]
    ours = _with(cache, constraints, str(ROOT), ["--reinstall-package", "labelwright"])
    return Environments(ours, *peers)


def peer_environment(package: str) -> Environment:
    """Make or complete the environment of one more peer, such as "copydetect==0.5.0"."""
    return _with(*_shared_cache(), package, [])


def _shared_cache() -> tuple[Path, Path]:
    """Return the folder of all environments, and the file that pins what they share."""
    cache = platformdirs.user_cache_path("labelwright") / "benchmarks"
    cache.mkdir(parents=True, exist_ok=True)
    constraints = cache / "constraints.txt"
    constraints.write_text("".join(f"{name}=={version(name)}\n" for name in SHARED), encoding="utf-8")
    return cache, constraints


def _with(cache: Path, constraints: Path, package: str, more: list[str]) -> Environment:
    name = package.partition("==")[0] if "==" in package else "labelwright"
    found = Environment(cache / name)
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    install = ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--constraint", str(constraints)]
    # Run elsewhere, uv does not hold the peers to this checkout's own pins.
    place = ROOT if package == str(ROOT) else cache
    if not found.folder.exists():
        _run(["uv", "venv", "--quiet", "--python", sys.executable, str(found.folder)], variables, place)
    _run([*install, "--python", found.command("python"), package, *more], variables, place)
    return found


def _run(command: list[str], variables: dict[str, str], place: Path) -> None:
    done = subprocess.run(command, env=variables, cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} failed:\n{done.stderr[-2000:]}")
