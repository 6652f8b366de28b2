"""Write the resolved set of packages as the block of pins at the end of pyproject.toml: a fresh resolution, no registry named."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START = "constraint-dependencies = [\n  # Written by `make pins` from a fresh resolution for all Pythons and systems. Do not edit by hand.\n"
BLOCK = re.compile(re.escape(START) + r"(?:  .*\n)*\]\n")


def resolve(uv: str, project: str) -> list[str]:
    """Return one requirement per package, as `name==version ; marker`, resolved in an empty copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "pyproject.toml").write_text(project, encoding="utf-8")
        for name in ("README.md", "LICENSE", "LICENSE-CONTENT", "grader/labelwright/version.py"):
            (scratch / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, scratch / name)
        command = [uv, "export", "--quiet", "--upgrade", "--all-groups", "--all-extras", "--no-emit-project"]
        command += ["--no-hashes", "--no-header", "--no-annotate"]
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The packages could not be resolved. Nothing was written.\n{done.stderr}")
    # What no system installs (see override-dependencies) needs no pin.
    return [
        line
        for line in done.stdout.splitlines()
        if re.match(r"[a-z0-9]", line) and "sys_platform == 'never'" not in line
    ]


def main() -> None:
    """Rewrite the block, and print how many packages it pins."""
    path = ROOT / "pyproject.toml"
    project = path.read_text(encoding="utf-8")
    if len(BLOCK.findall(project)) != 1:
        sys.exit(f"{path.name} does not end with the block of pins; restore it from git and run this again.")
    pins = resolve(sys.argv[1] if len(sys.argv) > 1 else "uv", BLOCK.sub("", project))
    block = START + "".join(f'  "{pin}",\n' for pin in pins) + "]\n"
    path.write_text(BLOCK.sub(lambda _: block, project), encoding="utf-8")
    print(f"{len(pins)} packages are pinned.")


if __name__ == "__main__":
    main()
