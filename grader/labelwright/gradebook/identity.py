"""Say whose work a submission is: what an LMS states and what the work states, compared with the people of the gradebook."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from labelwright.exchange.outside_text import shorten


@lru_cache(maxsize=4096)
def learner_key(learner: str) -> str:
    """Return a learner's id as stored: composed Unicode (NFC), no space around it, at most LONGEST characters."""
    return shorten(unicodedata.normalize("NFC", learner).strip().replace("\0", "\N{REPLACEMENT CHARACTER}"))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return an id or a name in the form in which it is compared: NFC, without case and without invisible marks.

    >>> fold("ADA") == fold("ada\\u200f"), fold("Jose\\u0301") == fold("José")
    (True, True)
    """
    key = learner_key(text)
    seen = "".join(
        " " if unicodedata.category(c) == "Cc" else c for c in key if unicodedata.category(c) != "Cf"
    )
    plain = unicodedata.normalize("NFC", " ".join(seen.split()).casefold())
    return learner_key(plain) or key


def name_forms(name: str) -> frozenset[str]:
    """Return the ways in which an LMS may write a name, letters and digits only: "Lovelace, Ada" as lovelaceada and adalovelace."""
    last, comma, first = fold(name).partition(",")
    parts = [first, last] if comma else last.rsplit(" ", 1)
    plain = ["".join(c for c in part if c.isalnum()) for part in parts]
    return frozenset({"".join(plain), "".join(reversed(plain))} - {""})


class State(StrEnum):
    """How sure it is whose work a submission is; only `open` waits for a person."""

    SURE = "sure"
    OPEN = "open"
    DECIDED = "decided"


class By(StrEnum):
    """Which source says whose work it is; nobody does where two accounts state one learner."""

    LMS = "lms"
    WORK = "work"
    FILE = "file"
    PERSON = "person"
    NOBODY = ""


@dataclass(frozen=True)
class Claims:
    """What is said about who handed in a submission.

    `lms` to `source` are an LMS's word: which LMS, the person's id, e-mail address and name there, and where it says so.
    `stated` is what the work itself says; empty also for a guest. `file` is the name of the file or folder. `folders` are the
    outermost folders below the one that the instructor named.
    """

    lms: str = ""
    lms_id: str = ""
    lms_email: str = ""
    lms_name: str = ""
    source: str = ""
    stated: str = ""
    file: str = ""
    folders: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Return what is the same whenever the same people are named; empty if nobody is."""
        file = "" if self.lms or self.stated else self.file
        parts = [self.lms, self.lms_id, self.lms_email, self.lms_name, self.stated, file]
        if not any(parts):
            return ""
        return sha256("\n".join(map(fold, parts)).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def lms_person(self) -> str:
        """The LMS's person as a reader sees them: the name with the id."""
        number = self.lms_id or self.lms_email
        if self.lms == "Moodle" and not self.lms_name:
            return f"Participant {number}"
        return f"{self.lms_name} ({number})" if self.lms_name and number else self.lms_name or number

    @property
    def account(self) -> tuple[str, str]:
        """Return the person's account as (where it is valid, its id); both are empty if the LMS gives no lasting id."""
        number = fold(self.lms_id or self.lms_email or self.lms_name)
        return (self.lms, number) if self.lms and number else ("", "")

    def account_for(self, exercise: str) -> tuple[str, str]:
        """Return the account; Moodle's numbers of participants are other ones in each assignment."""
        where, number = self.account
        return (f"{where} {exercise}"[:160], number) if where == "Moodle" else (where, number)


_OFFICIAL = ("Gradescope", "Blackboard")
"""The LMSs that name people by an id which the school gave them, not by a number of their own."""
PLACE = "The name of the file"
"""What says who handed work in where its file or folder is named by an id of the class list."""
NO_CLAIMS = Claims()
"""Nobody says anything."""


@dataclass(frozen=True)
class Identity:
    """Whose work a submission is: the learner's id, how sure that is, which source says so, and why it is open.

    `made_up` says that the id comes from the name of a file or of an LMS's person only. `account` is an LMS's account that the
    gradebook may remember as this learner's.
    """

    learner: str
    state: State = State.SURE
    by: By = By.NOBODY
    why: str = ""
    made_up: bool = False
    claims: Claims = NO_CLAIMS
    account: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Known:
    """One person of the gradebook: `ids` and `names` in the form in which they are compared, and the accounts."""

    number: int
    key: str
    on_roster: bool = False
    made_up: bool = False
    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    accounts: frozenset[tuple[str, str]] = frozenset()
    listed: frozenset[tuple[str, str]] = frozenset()
    """The accounts that the class list has; the others were learned from work."""

    def is_called(self, stated: str) -> bool:
        """Return whether this id or name is one of the person's."""
        return fold(stated) in self.ids or bool(self.names & name_forms(stated))


@dataclass
class People:
    """All people of the gradebook, to look them up; `decided` has the work that a person already assigned."""

    known: dict[int, Known] = field(default_factory=dict)
    decided: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """By (exercise, sha256 of the work, digest of the claims): the learner's id."""
    has_roster: bool = False
    _by_key: dict[str, int] = field(default_factory=dict)
    _by_id: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _by_account: dict[tuple[str, str], int] = field(default_factory=dict)
    _listed: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, people: Iterable[Known], decided: Mapping[tuple[str, str, str], str] | None = None) -> People:
        """Return the index of these people."""
        index = cls(decided=decided or {})
        for person in people:
            index.add(person)
        return index

    def add(self, person: Known) -> None:
        """Add a person, or what is new about them."""
        self.known[person.number] = person
        self.has_roster |= person.on_roster
        self._by_key[fold(person.key)] = person.number
        for each in person.ids:
            self._by_id[each].add(person.number)
        for account in person.accounts | person.listed:
            if account in person.listed or account not in self._listed:
                self._by_account[account] = person.number
        self._listed |= person.listed
        if person.on_roster:
            for name in person.names:
                self._by_name[name].add(person.number)

    def learn(self, identity: Identity) -> None:
        """Remember a learner that this run found, before the gradebook has them."""
        person = self.called(identity.learner, by_name=False)
        accounts = frozenset({identity.account} - {("", "")})
        if person is None:
            number = -1 - len(self.known)
            key = learner_key(identity.learner)
            person = Known(number, key, made_up=identity.made_up, ids=frozenset({fold(key)}))
        self.add(replace(person, accounts=person.accounts | accounts))

    def called(self, stated: str, by_name: bool = True) -> Known | None:
        """Return the one person with this id, or else the only one of the class list with this name; None without one."""
        value = fold(stated)
        own = self._by_key.get(value)
        found = self._by_id.get(value, set()) if own is None else {own}
        if not found and by_name:
            found = self._called_by_name(stated)
        return self.known[next(iter(found))] if len(found) == 1 else None

    def of_lms(self, claims: Claims, exercise: str) -> Known | None:
        """Return the person that the LMS's word names: by account, by e-mail address, or by a name that only one has."""
        for account in (claims.account_for(exercise), claims.account):
            if account in self._by_account:
                return self.known[self._by_account[account]]
        ids = [claims.lms_email] if claims.lms in ("Canvas", "Moodle") else [claims.lms_id, claims.lms_email]
        found = [person for each in ids if each and (person := self.called(each, by_name=False))]
        if found:
            return found[0]
        named = self._called_by_name(claims.lms_name)
        person = self.known[next(iter(named))] if len(named) == 1 else None
        # Somebody of the same name who has another number there is another person.
        numbers = {number for place, number in person.listed if place == claims.lms} if person else set()
        return None if numbers and claims.lms_id and claims.lms != "Moodle" else person

    def are_several(self, name: str) -> bool:
        """Return whether several people of the class list have this name."""
        return len(self._called_by_name(name)) > 1

    def _called_by_name(self, name: str) -> set[int]:
        return set().union(*(self._by_name.get(form, set()) for form in name_forms(name)))

    def with_place(self, claims: Claims) -> Claims:
        """Return the claims with what the place of the work says, as an LMS's word; an LMS's own word stays.

        The folder of a repository of GitHub Classroom ends in an account of the class list. A file or folder that is named by
        an id of the class list says something where the work states another person.
        """
        if claims.lms:
            return claims
        for folder in claims.folders:
            for found in re.finditer("-", folder):
                login = folder[found.end() :]
                if ("GitHub", fold(login)) in self._by_account:
                    return replace(claims, lms="GitHub", lms_id=login, source="the name of the folder")
        named = self.called(claims.file, by_name=False) if claims.file and claims.stated else None
        if named is None or not named.on_roster or named is self.called(claims.stated):
            return claims
        return replace(claims, lms=PLACE, lms_id=claims.file, source="the name of the file or folder")

    def can_compare(self, claims: Claims) -> bool:
        """Return whether the class list says enough to find this LMS's person on it."""
        by_name = bool(claims.lms_name) and bool(self._by_name)
        return self.has_roster and (by_name or any(place == claims.lms for place, _ in self._listed))


def identify(claims: Claims, people: People, exercise: str, sha256: str = "") -> Identity:
    """Return whose work it is: an LMS's person first, then what the work states, then the name of its file.

    What a person decided about the same work before counts. A difference between the sources leaves the identity open.
    """
    claims = people.with_place(claims)
    decided = people.decided.get((exercise, sha256, claims.digest))
    if decided is not None:
        return Identity(decided, State.DECIDED, By.PERSON, claims=claims)
    return replace(_identify(claims, people, exercise), claims=claims)


def _identify(claims: Claims, people: People, exercise: str) -> Identity:
    if claims.lms and claims.lms_person:
        person = people.of_lms(claims, exercise)
        return _of_person(claims, person, people) if person else _of_stranger(claims, people, exercise)
    if claims.stated:
        return _of_work(claims, people)
    person = people.called(claims.file, by_name=False)
    if person is not None and person.on_roster:
        return Identity(person.key, by=By.FILE)
    why = f"Nobody says whose work this is. The id is the name of its file or folder, {claims.file}."
    key = person.key if person else claims.file
    return Identity(key, State.OPEN, By.FILE, why, made_up=True)


def _of_person(claims: Claims, person: Known, people: People) -> Identity:
    """Return the identity of work by an LMS's person whom the gradebook knows."""
    other = people.called(claims.stated) if claims.stated else None
    agrees = not claims.stated or (other.key == person.key if other else person.is_called(claims.stated))
    if not agrees:
        return Identity(person.key, State.OPEN, By.LMS, _both(claims))
    if people.has_roster and not person.on_roster:
        return Identity(person.key, State.OPEN, By.LMS, _not_listed(claims), person.made_up)
    return Identity(person.key, by=By.LMS)


def _of_stranger(claims: Claims, people: People, exercise: str) -> Identity:
    """Return the identity of work by an LMS's person whom the gradebook does not know."""
    made_up = learner_key(claims.lms_person)
    if people.can_compare(claims):
        why = _namesakes(claims) if people.are_several(claims.lms_name) else _not_listed(claims)
        return Identity(made_up, State.OPEN, By.LMS, why, made_up=True)
    if claims.lms in _OFFICIAL and claims.lms_id and not claims.stated and not people.has_roster:
        return Identity(learner_key(claims.lms_id), by=By.LMS)
    if not claims.stated:
        why = (
            f"{claims.lms} says that {claims.lms_person} handed this in. No class list says which id that person has, "
            "and the notebook says nobody."
        )
        return Identity(made_up, State.OPEN, By.LMS, why, made_up=True)
    where, account = claims.account_for(exercise)
    owner = people.called(claims.stated)
    if owner and any(place == where and number != account for place, number in owner.accounts):
        return Identity(made_up, State.OPEN, By.LMS, _both(claims), made_up=True)
    found = _of_work(claims, people)
    return replace(found, account=(where, account)) if found.state is State.SURE else found


def _of_work(claims: Claims, people: People) -> Identity:
    """Return the identity of work about which only the work itself says something."""
    person = people.called(claims.stated)
    key = person.key if person else learner_key(claims.stated)
    if people.has_roster and not (person and person.on_roster):
        why = f"The notebook says {claims.stated}, who is not on the class list."
        return Identity(key, State.OPEN, By.WORK, why)
    return Identity(key, by=By.WORK)


def _both(claims: Claims) -> str:
    return (
        f"{claims.lms} says that {claims.lms_person} handed this in, and the notebook says {claims.stated}."
    )


def _namesakes(claims: Claims) -> str:
    says = f" The notebook says {claims.stated}." if claims.stated else ""
    return f"{claims.lms} says that {claims.lms_person} handed this in, and several people of the class list have that name.{says}"


def _not_listed(claims: Claims) -> str:
    says = f" The notebook says {claims.stated}." if claims.stated else ""
    return f"{claims.lms} says that {claims.lms_person} handed this in, who is not on the class list.{says}"
