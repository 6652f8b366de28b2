"""The bytes that each learner hands in: notebooks, archives, and what is not a notebook."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from hashlib import sha256

from class_course import ANSWER, COUNT, REASON
from learners import BY_ID, Learner

from labelwright.authoring.learner_notebook import filled_notebook, starter_cells
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.notebook.submission_file import pack

ROW, NOTE, ANSWERS = "row", "note", "answers"


@dataclass(frozen=True)
class File:
    """A file as the learner named it; `role` says whether it ends in a row, in a note, or is read with a notebook."""

    name: str
    payload: bytes
    role: str = ROW
    mark: str | None = None
    """The mark of this file, where it is not the learner's own in the table; empty for none."""


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2019, 1, 1, 0, 0, 0)), payload)
    return out.getvalue()


def _locked(payload: bytes) -> bytes:
    """Return the archive with the flag of encryption set in every header."""
    changed = bytearray(payload)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(signature)
        while start >= 0:
            changed[start + place] |= 1
            start = changed.find(signature, start + 4)
    return bytes(changed)


class Works:
    """Makes the files of a learner."""

    def __init__(self, course: Course) -> None:
        self.exercise, self.reason = course.exercise(COUNT), course.exercise(REASON)
        self._solved = solution_cells(self.exercise)

    def notebook(self, says: str, extra: str = "", version: int = 0, slug: str = "") -> bytes:
        document = json.loads(filled_notebook(self.exercise, [*self._solved, f"{extra}\ndone = 1"], says))
        stated = document["metadata"]["labelwright"]
        stated["version"] = version or stated["version"]
        stated["exercise"] = slug or stated["exercise"]
        if slug:
            document["cells"][0]["source"] = [f'ex = exercise("{slug}")']
        if not says:
            del stated["learner"]
        return json.dumps(document, ensure_ascii=False, indent=1).encode()

    def of(self, learner: Learner) -> list[File]:
        """Return what a learner hands in."""
        says = learner.says
        own = f"# {learner.number}"
        right = self.notebook(says, own)
        name = f"{COUNT}.ipynb"
        made = {
            "right": [File(name, right)],
            "wrong": [File(name, self.notebook(says, f"{own}\nshare = 50"))],
            "raises": [File(name, self.notebook(says, f"{own}\nraise ValueError('stop')"))],
            "exact": [File(name, self.notebook(BY_ID["tony"].says, f"# {BY_ID['tony'].number}"))],
            "same": [File(name, self.notebook("", "# the same"))],
            "slow": [File(name, self.notebook(says, f"{own}\nwhile True: pass"))],
            "crash": [File(name, self.notebook(says, f"{own}\nimport os; os._exit(3)"))],
            "untouched": [File(name, filled_notebook(self.exercise, starter_cells(self.exercise), says))],
            "twice": [
                File(name, self.notebook(says, f"{own}\nshare = 50"), mark="6"),
                File(f"{COUNT}-1.ipynb", right),
            ],
            "version": [File(name, self.notebook(says, own, version=1))],
            "slug": [File(name, self.notebook(says, own, slug="count-wrods"))],
            "form": [File(f"{COUNT}--{learner.id}--1.labelwright.zip", self._form(says, right))],
            "packed": [File(f"{COUNT}--{learner.id}--1.labelwright.zip", self._pack(says, right))],
            "both": [
                File(f"{COUNT}--{learner.id}--1.labelwright.zip", self._pack(says, right)),
                File(name, right, NOTE),
            ],
            "answer": [
                File(f"{REASON}.ipynb", filled_notebook(self.reason, solution_cells(self.reason), says)),
                File(ANSWER, b"because it is so", ANSWERS),
            ],
            "txt": [File(f"{COUNT}.ipynb.txt", right)],
            "json": [File(f"{COUNT}.json", right)],
            "ownzip": [
                File("my work.zip", zipped({f"my work/week 1/{name}": right, "my work/notes.md": b"n"}))
            ],
            "twozip": [
                File("ours.zip", zipped({"a.ipynb": self.notebook("ada"), "b.ipynb": self.notebook("alan")}))
            ],
            "hiddenzip": [File("work.zip", zipped({f".old/{name}": right}))],
            "trick": [File("lovelaceada_1_2_work.ipynb", right)],
            "two": [File(name, right), File(f"{REASON}.ipynb", self._other(says), mark="")],
            "nothing": [],
        }
        if learner.work in made:
            return made[learner.work]
        text = right.decode()
        broken = {
            "py": ("work.py", b"print(8)\n"),
            "pdf": ("work.pdf", b"%PDF-1.7\n"),
            "html": ("work.html", b"<!DOCTYPE html><title>Jupyter</title>"),
            "rar": ("work.rar", b"Rar!\x1a\x07\x01\x00"),
            "7z": ("work.7z", b"7z\xbc\xaf\x27\x1c"),
            "empty": (name, b""),
            "cut": (name, right[: len(right) // 2]),
            "conflict": (name, text.replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1).encode()),
            "locked": ("work.zip", _locked(zipped({name: right}))),
            "damaged": ("work.zip", zipped({name: right})[:200]),
        }
        return [File(*broken[learner.work])]

    def _other(self, says: str) -> bytes:
        return filled_notebook(self.reason, solution_cells(self.reason), says)

    def _pack(self, says: str, notebook: bytes) -> bytes:
        return pack(says, self.exercise, {"notebook.ipynb": notebook})

    def _form(self, says: str, notebook: bytes) -> bytes:
        """Return a submission file that states a form nobody got."""
        with zipfile.ZipFile(io.BytesIO(self._pack(says, notebook))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files["manifest.json"])
        assert manifest["files"]["notebook.ipynb"] == sha256(notebook).hexdigest()
        return zipped({**files, "manifest.json": json.dumps({**manifest, "form": 7}).encode()})
