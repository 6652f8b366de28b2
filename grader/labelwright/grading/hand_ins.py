"""Collect what was handed in: from files, folders and archives of an LMS; every file ends in a row or is named."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.writes import learner_key
from labelwright.grading.answer_files import AnswerFiles, Near, Neighbours, files_next_to, no_answer_files
from labelwright.grading.archives import (
    Person,
    class_limits,
    gradescope_people,
    open_archive,
    owner_in,
)
from labelwright.grading.attribution import claims_in, folders_of, is_list_of_people
from labelwright.grading.file_kinds import (
    holds_notebook,
    is_checkpoint,
    is_handed_in_kind,
    is_hidden,
    looks_like_work,
    may_be_notebook,
)
from labelwright.grading.learner_archives import EMPTY_ARCHIVE, is_archive, read_learner_archive
from labelwright.grading.members import (
    LINK,
    MAX_FOLDERS,
    Member,
    member_of_file,
    members_of_archive,
    members_of_folder,
)
from labelwright.grading.other_files import (
    broken_archive,
    closed_folder,
    outcome_of_other,
    unreadable,
    with_others,
)
from labelwright.grading.pairs import one_hand_in
from labelwright.grading.stamps import NO_DOWNLOAD, Download, lms_of_people
from labelwright.grading.submissions import (
    Submission,
    handed_in_by,
    learner_from_name,
    read_submission_file,
    read_work,
    refused,
    with_problem,
)
from labelwright.notebook.submission_file import MANIFEST

_LATE_NOTE = "Canvas marks this work as late. When it was handed in is not known."
Read = tuple[Member, list[Submission]]


@dataclass(frozen=True)
class Request:
    """What is asked of a collection.

    `answer_files` gives the names of an exercise's answer files. Files that are neither work nor a person's only file are
    added to `leftovers`. `without` are files and folders that are not looked at. Where `only` is given, people none of whose
    files are in it are left out. Where `still` is given, no other files are read.
    """

    answer_files: AnswerFiles = no_answer_files
    leftovers: list[str] = field(default_factory=list)
    without: Collection[Path] = ()
    only: Collection[str] | None = None
    still: Collection[str] | None = None


def collect(
    paths: Iterable[Path],
    answer_files: AnswerFiles = no_answer_files,
    zone: tzinfo | None = None,
    request: Request | None = None,
) -> Iterator[Submission]:
    """Yield every submission in `paths`, in a stable order; a broken one has its problem.

    A loose notebook is handed in together with the answer files next to it, whose names `answer_files` gives. An LMS's
    stamps without a zone are taken in `zone`, or else in this computer's.
    """
    asked = request or Request(answer_files)
    named = Download(zone, may_be_lms=True)
    for path in paths:
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            advice = "Check the spelling, or name its folder."
            problem = Outcome(kind=OutcomeKind.UNREADABLE, sentence=f"{path} does not exist.", advice=advice)
            yield with_problem(str(path), path.stem, b"", problem)
        except (OSError, ValueError) as error:
            yield with_problem(str(path), path.stem, b"", unreadable(error, is_folder=True))
        else:
            is_folder = stat.S_ISDIR(mode)
            file = named.of_file(path.name)
            yield from collect_folder(path, asked, named) if is_folder else _named_file(path, asked, file)


def collect_folder(path: Path, request: Request, download: Download = NO_DOWNLOAD) -> Iterator[Submission]:
    """Yield every submission in a folder; `download` says what is known about where it comes from."""
    still = request.still
    listed = members_of_folder(path, request.without)
    members = [member for member in listed if still is None or member.name in still]
    place = _Place(members, request, is_folder=True)
    # What is in a folder may be a learner's own archive, so only the names in the folder itself count.
    names = [member.name for member in place.work]
    place.download = replace(download.of(names), may_be_lms=False, people=lms_of_people(names))
    yield from place.submissions()


def read_file(
    path: Path, name: str, answer_files: AnswerFiles = no_answer_files, download: Download = NO_DOWNLOAD
) -> Iterator[Submission]:
    """Yield the submissions in one file: a notebook, a submission file or an archive; `name` is shown in messages."""
    yield from _named_file(path, Request(answer_files), download, name)


def _named_file(path: Path, request: Request, download: Download, name: str = "") -> Iterator[Submission]:
    shown = name or path.name
    if path.is_symlink():
        yield with_problem(shown, learner_from_name(shown), b"", refused(LINK))
        return
    member = member_of_file(path, shown)
    near = Near(request.answer_files, lambda: files_next_to(path), path.name)
    said, number = download.handed_in(shown), download.participant(shown)
    who = claims_in(shown, download)
    try:
        with member.open() as stream:
            is_zip = is_archive(stream)
            if is_zip and owner_in(shown):
                # An LMS has named the person, so it is not a class's archive.
                for row in read_learner_archive(stream, shown, shown, request.answer_files):
                    yield handed_in_by(who, _noted(row, said, number))
            elif is_zip:
                yield from _class_archive(stream, shown, request, download)
        if not is_zip:
            yield handed_in_by(who, _noted(read_work(member.read(), shown, near), said, number))
    except Exception as error:
        yield with_problem(shown, learner_from_name(shown), b"", unreadable(error, is_folder=True))


def _class_archive(
    stream: BinaryIO, shown: str, request: Request, download: Download
) -> Iterator[Submission]:
    """Yield what is in an archive that the instructor named: a class's work, or one submission file."""
    limits = class_limits()
    try:
        archive = open_archive(stream, limits)
        names = archive.namelist()
    except Exception as error:
        yield with_problem(shown, learner_from_name(shown), b"", broken_archive(error))
        return
    with archive:
        if MANIFEST in names:
            work = read_submission_file(archive, shown)
            work = _noted(work, download.handed_in(shown), download.participant(shown))
            yield handed_in_by(claims_in(shown, download), work)
            return
        place = _Place(members_of_archive(archive, limits), request, prefix=f"{shown}/")
        place.download = download.of([member.name for member in place.work])
        place.people = gradescope_people(archive, download.zone) if download.may_be_lms else {}
        lists = [name for name in names if name.rpartition("/")[2] == "submission_metadata.yml"]
        if lists and not place.people:
            request.leftovers.append(f"{shown}/{lists[0]} (names of people were not read from it)")
        place.is_gradescope = download.may_be_lms and len({owner_in(m.name) for m in place.work}) > 1
        found = False
        for submission in place.submissions():
            found = True
            yield submission
        if not found:
            yield with_problem(shown, learner_from_name(shown), b"", EMPTY_ARCHIVE)


class _Place:
    """A folder or an archive whose files belong to several people."""

    def __init__(
        self, members: list[Member], request: Request, prefix: str = "", is_folder: bool = False
    ) -> None:
        self.download = NO_DOWNLOAD
        self.people: dict[str, Person] = {}
        self.is_gradescope = False
        self._request, self._prefix, self._is_folder = request, prefix, is_folder
        self._neighbours = Neighbours(members)
        self._claimed: set[str] = set()
        self.work = sorted((m for m in members if _is_work(m)), key=lambda member: _natural(member.name))
        of_work = {member.name for member in self.work}
        self._others = [member for member in members if member.name not in of_work]

    def submissions(self) -> Iterator[Submission]:
        """Yield all submissions: person by person where an LMS names them, then by folder, then loose files."""
        people: dict[tuple[str, str], tuple[list[Member], list[Member]]] = {}
        for kind, members in enumerate((self.work, self._others)):
            for member in members:
                if is_list_of_people(member.name, self.download):
                    self._request.leftovers.append(f"{self._prefix}{member.name}")
                    continue
                people.setdefault(_person_of(member.name), ([], []))[kind].append(member)
        loose = people.pop(("", ""), ([], []))
        for (owner, _), (work, others) in sorted(people.items(), key=lambda unit: _first_name(unit[1])):
            if self._is_wanted([*work, *others]):
                found = [(member, self._read(member)) for member in work]
                yield from self._of_person(found, others) if owner else self._of_folder(found, others, 0)
        if self._is_wanted([*loose[0], *loose[1]]):
            yield from self._loose(*loose)

    def _is_wanted(self, members: list[Member]) -> bool:
        only = self._request.only
        return only is None or any(member.name in only for member in members)

    def _of_folder(self, found: list[Read], others: list[Member], depth: int) -> Iterator[Submission]:
        """Yield what is in a folder: one person's, unless its work states several learners."""
        stated = {learner_key(each.learner) for _, read in found for each in read if not each.made_up}
        if len(stated) < 2 or depth >= MAX_FOLDERS:
            yield from self._of_person(found, others, depth)
            return
        inner: dict[str, tuple[list[Read], list[Member]]] = {}
        for each in found:
            inner.setdefault(_part(each[0].name, depth + 1), ([], []))[0].append(each)
        for member in others:
            inner.setdefault(_part(member.name, depth + 1), ([], []))[1].append(member)
        loose = inner.pop("", ([], []))
        for work, rest in inner.values():
            yield from self._of_folder(work, rest, depth + 1)
        for _, submission in one_hand_in(loose[0]):
            yield submission
        yield from self._rest([member for member, _ in loose[0]], loose[1], depth + 1)

    def _of_person(self, found: list[Read], others: list[Member], depth: int = 0) -> Iterator[Submission]:
        """Yield one person's work, with a note on what else they handed in; without work, one row that says what it is."""
        work = [submission for _, submission in one_hand_in(found)]
        more = [m for m in others if m.name not in self._claimed and not (work and is_checkpoint(m.name))]
        if work:
            yield from [with_others(work[0], more), *work[1:]] if more else work
        elif more:
            yield self._not_work(more, depth)

    def _loose(self, work: list[Member], others: list[Member]) -> Iterator[Submission]:
        """Yield the loose files of many people; each is read alone, unless a notebook may belong to a submission file."""
        if any(member.name.lower().endswith(".zip") for member in work):
            for _, submission in one_hand_in([(member, self._read(member)) for member in work]):
                yield submission
        else:
            # Any of the other files may be an answer file, and belongs to the notebook that it is next to.
            all_of_them = bool(others) and self._is_wanted(others)
            for member in work:
                if all_of_them or self._is_wanted([member]):
                    yield from self._read(member)
        yield from self._rest(work, others, 0)

    def _rest(self, work: list[Member], others: list[Member], depth: int) -> Iterator[Submission]:
        """Yield a row for each loose file that a person without work may have handed in; remember the names of the rest."""
        stems = {_stem(member.name) for member in work}
        for member in others:
            if member.name in self._claimed or (work and is_checkpoint(member.name)):
                continue
            is_row = (
                _stem(member.name) not in stems and member.refusal != LINK and is_handed_in_kind(member.name)
            )
            if is_row and self._is_wanted([member]):
                yield self._not_work([member], depth)
            else:
                self._request.leftovers.append(f"{self._prefix}{member.name}")

    def _not_work(self, members: list[Member], depth: int) -> Submission:
        # A learner's own file counts before what an LMS or a repository adds, such as a receipt or a README.
        first, *more = sorted(
            members, key=lambda each: (not looks_like_work(each.name), not is_handed_in_kind(each.name))
        )
        whose = "/".join(PurePosixPath(first.name).parts[depth:])
        row = with_problem(
            f"{self._prefix}{first.name}", learner_from_name(whose), b"", outcome_of_other(first)
        )
        row = self._stamped(row, first)
        return with_others(row, more) if more else row

    def _read(self, member: Member) -> list[Submission]:
        return [self._stamped(submission, member) for submission in self._opened(member)]

    def _stamped(self, submission: Submission, member: Member) -> Submission:
        """Return the submission with what the LMS says about who handed it in, and when."""
        said, owner = self.download.handed_in(member.name), owner_in(member.name)
        who = self.people[owner].claims if owner in self.people else claims_in(member.name, self.download)
        if self.is_gradescope and owner in self.people:
            said = self.people[owner].handed_in
        submission = _noted(submission, said, self.download.participant(member.name))
        return handed_in_by(who, submission, folders_of(member.name) if self._is_folder else ())

    def _opened(self, member: Member) -> list[Submission]:
        shown = f"{self._prefix}{member.name}"
        if member.refusal:
            problem = refused(LINK) if member.refusal == LINK else closed_folder(member.refusal)
            return [with_problem(shown, learner_from_name(member.name), b"", problem)]
        try:
            with member.open() as stream:
                if is_archive(stream):
                    is_loose = self._is_folder and not owner_in(member.name) and "/" not in member.name
                    return self._archive(stream, member, shown, may_be_class=is_loose)
                payload = stream.read() if not self._is_folder else None
            return [
                read_work(
                    member.read() if payload is None else payload, shown, self._near(member), member.name
                )
            ]
        except Exception as error:
            problem = unreadable(error, self._is_folder)
            return [with_problem(shown, learner_from_name(member.name), b"", problem)]

    def _archive(self, stream: BinaryIO, member: Member, shown: str, may_be_class: bool) -> list[Submission]:
        try:
            return read_learner_archive(
                stream, shown, member.name, self._request.answer_files, may_be_class=may_be_class
            )
        except Exception as error:
            return [with_problem(shown, learner_from_name(member.name), b"", broken_archive(error))]

    def _near(self, member: Member) -> Near:
        found: Callable[[], dict[str, Member]] = partial(self._neighbours.of, member)
        return Near(self._request.answer_files, found, member.name, self._claimed)


def _is_work(member: Member) -> bool:
    """Return whether a member may be work, by its name or, where that does not say, by its content."""
    if member.refusal and member.refusal != LINK:
        return True
    if is_hidden(member.name):
        return False
    if looks_like_work(member.name):
        return True
    if member.refusal or not may_be_notebook(member.name):
        return False
    try:
        return member.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and holds_notebook(member.read())
    except Exception:
        return False


def _person_of(name: str) -> tuple[str, str]:
    """Return (what an LMS says about whose a file is, or the first folder); two empty texts for a loose file."""
    owner = owner_in(name)
    return (owner, "") if owner else ("", _part(name, 0))


def _part(name: str, depth: int) -> str:
    """Return the folder at this depth of a path; empty if the file itself is there."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", ".ipynb_checkpoints")]
    return parts[depth] if depth < len(parts) - 1 else ""


def _first_name(unit: tuple[list[Member], list[Member]]) -> tuple[tuple[int, str], ...]:
    return min(_natural(member.name) for members in unit for member in members)


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key that puts file 2 before file 10."""
    parts = re.split(r"([0-9]+)", name)
    return tuple((len(part.lstrip("0")) if place % 2 else 0, part) for place, part in enumerate(parts))


def _stem(name: str) -> str:
    return PurePosixPath(name).name.partition(".")[0]


def _noted(submission: Submission, handed_in: HandedIn, participant: str = "") -> Submission:
    """Return the submission with what is known about when it came; a note tells what a mark of lateness means."""
    if handed_in == UNKNOWN and not participant:
        return submission
    is_new = handed_in.is_late_without_time and _LATE_NOTE not in submission.notes
    notes = (_LATE_NOTE,) if is_new else ()
    return replace(submission, handed_in=handed_in, participant=participant, notes=submission.notes + notes)
