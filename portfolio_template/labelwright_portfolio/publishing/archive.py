"""A portfolio folder as one zip file, the same bytes for the same files."""

from __future__ import annotations

import zipfile
from pathlib import Path

from labelwright_portfolio.errors import PortfolioError


def pack_folder(folder: Path, out: Path) -> int:
    """Write the files of `folder` into the zip file `out` and return how many; hidden files but .nojekyll stay out."""
    names = published(folder)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in names:
                # A fixed date keeps the bytes the same; stored, not packed, because packers differ.
                archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), (folder / name).read_bytes())
    except OSError as trouble:
        raise PortfolioError(f"{out} cannot be written: {trouble.strerror or trouble}.") from None
    return len(names)


def published(folder: Path) -> list[str]:
    """The files of a portfolio folder that go out, by their path in it, in order."""
    found = (
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )
    return sorted(
        path.as_posix()
        for path in found
        if path.as_posix() == ".nojekyll" or not any(part.startswith(".") for part in path.parts)
    )
