"""The sixty learners of the class, what each hands in, and what the gradebook must say about it, written by hand."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DUE = datetime(2026, 5, 31, 18, tzinfo=UTC)
ON_TIME = datetime(2026, 5, 29, 10, tzinfo=UTC)
LATE = datetime(2026, 6, 2, 9, 30, tzinfo=UTC)
"""Two started days after DUE."""

# `id` is the one on the class list. `says` is what the notebook states; `=` is the same id, `-` nothing. `mark` is out of 10,
# `-` if the work has no grade. `lms` is how sure it is whose work it is if an LMS names the person (it is under their id), and
# `alone` whose it is where nobody but the work and its file say something: an id, or `file` for the file's or folder's name.
_TABLE = """
id                | name                    | says              | work      | late | outcome          | mark | lms  | alone
ada               | Lovelace, Ada           | =                 | right     |      | finished         | 10   | sure | ada
grace@example.org | Hopper, Grace           | Grace@Example.org | right     |      | finished         | 10   | sure | grace@example.org
kim1              | Lee, Kim                | =                 | right     |      | finished         | 10   | sure | kim1
kim2              | Lee, Kim                | =                 | wrong     |      | finished         | 6    | sure | kim2
mueller           | Müller, Jürgen          | =                 | right     |      | finished         | 10   | sure | mueller
nfd-renée         | Noël, Renée             | nfc:renée         | right     |      | finished         | 10   | sure | nfd-renée
josé              | Núñez, José             | nfd:josé          | right     |      | finished         | 10   | sure | josé
noa               | לוי, נועה               | =                 | right     |      | finished         | 10   | sure | noa
ليلى              | حداد, ليلى              | =                 | right     |      | finished         | 10   | sure | ليلى
xiaoming          | 王, 小明                | =                 | wrong     |      | finished         | 6    | sure | xiaoming
alan              | Turing, Alan            | ALAN              | right     |      | finished         | 10   | sure | alan
sinead            | O'Neil, Sinéad          | =                 | right     |      | finished         | 10   | sure | sinead
jan               | van der Berg, Jan       | =                 | right     |      | finished         | 10   | sure | jan
jean-luc          | Ó Ríordáin, Jean-Luc    | =                 | raises    |      | raised           | 10   | sure | jean-luc
S1001             | Ito, Hana               | s1001             | right     |      | finished         | 10   | sure | S1001
barbara           | Liskov, Barbara         | =                 | right     | late | finished         | 10   | sure | barbara
tony              | Hoare, Tony             | =                 | right     | late | finished         | 10   | sure | tony
lee               | Fenn, Lee               | -                 | right     | late | finished         | 10   | sure | file
edsger            | Dijkstra, Edsger        | =                 | twice     |      | finished         | 10   | sure | edsger
donald            | Knuth, Donald           | =                 | untouched |      | finished         | -    | sure | donald
dropout           | Gone, Robin             | =                 | right     |      | finished         | 10   | sure | dropout
mallory           | Mallet, Mallory         | =                 | right     |      | finished         | 10   | open | open mallory
guest             | Host, Gabe              | guest             | right     |      | finished         | 10   | sure | file
nobody            | Novak, Nia              | -                 | right     |      | finished         | 10   | sure | file
bob               | Burke, Bob              | ada               | wrong     |      | finished         | 6    | open | ada
ruth              | Rhodes, Ruth            | tony              | exact     |      | finished         | 10   | open | tony
carol             | Carter, Carol           | -                 | same      |      | finished         | 10   | sure | file
dave              | Dunn, Dave              | -                 | same      |      | finished         | 10   | sure | file
vera              | Voss, Vera              | =                 | version   |      | wrong_version    | -    | sure | vera
slug              | Sato, Sam               | =                 | slug      |      | unknown_exercise | -    | sure | slug
form              | Frey, Finn              | =                 | form      |      | refused          | -    | sure | file
packed            | Park, Pia               | =                 | packed    |      | finished         | 10   | sure | packed
both              | Boehm, Ben              | =                 | both      |      | finished         | 10   | sure | both
answer            | Ames, Ann               | =                 | answer    |      | finished         | 10   | sure | answer
slow              | Sloth, Sid              | =                 | slow      |      | timed_out        | -    | sure | slow
crash             | Crane, Cleo             | =                 | crash     |      | crashed          | 10   | sure | crash
txt               | Tanaka, Taro            | =                 | txt       |      | finished         | 10   | sure | txt
json              | Jensen, Jo              | =                 | json      |      | finished         | 10   | sure | json
py                | Pym, Pat                | -                 | py        |      | unreadable       | -    | sure | file
pdf               | Paz, Pilar              | -                 | pdf       |      | unreadable       | -    | sure | file
html              | Hill, Hugo              | -                 | html      |      | unreadable       | -    | sure | file
rar               | Ray, Rory               | -                 | rar       |      | unreadable       | -    | sure | file
seven             | Singh, Sev              | -                 | 7z        |      | unreadable       | -    | sure | file
empty             | Engel, Emil             | -                 | empty     |      | empty            | -    | sure | file
cut               | Cutter, Cy              | -                 | cut       |      | unreadable       | -    | sure | file
conflict          | Cole, Con               | -                 | conflict  |      | unreadable       | -    | sure | file
locked            | Locke, Lola             | -                 | locked    |      | unreadable       | -    | sure | file
damaged           | Damm, Dora              | -                 | damaged   |      | unreadable       | -    | sure | file
ownzip            | Owen, Ola               | =                 | ownzip    |      | finished         | 10   | sure | ownzip
twozip            | Twomey, Tess            | -                 | twozip    |      | refused          | -    | sure | file
hiddenzip         | Hidde, Hal              | -                 | hiddenzip |      | empty            | -    | sure | file
trick             | Trick, Tom              | =                 | trick     |      | finished         | 10   | sure | trick
two-works         | Weber, Wim              | =                 | two       |      | finished         | 10   | sure | two-works
max               | Mustermann, Max         | =                 | wrong     |      | finished         | 6    | sure | max
inga              | Ilić, Inga              | =                 | raises    |      | raised           | 10   | sure | inga
olu               | Okafor, Olu             | =                 | right     |      | finished         | 10   | sure | olu
yuki              | Yamada, Yuki            | =                 | right     |      | finished         | 10   | sure | yuki
zoe               | Zhou, Zoë               | =                 | wrong     |      | finished         | 6    | sure | zoe
absent            | Abel, Abe               | =                 | nothing   |      |                  |      |      |
excused           | Ecker, Eva              | =                 | nothing   |      |                  |      |      |
"""


@dataclass(frozen=True)
class Learner:
    """One learner; the columns are those of the table."""

    number: int
    id: str
    last: str
    first: str
    says: str
    work: str
    is_late: bool
    outcome: str
    mark: str
    lms: str
    alone: str

    @property
    def when(self) -> datetime:
        """When the work was handed in."""
        return (LATE if self.is_late else ON_TIME) + timedelta(minutes=self.number)

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        return f"u{self.number}@school.example"

    @property
    def on_list(self) -> bool:
        return self.id != "mallory"


def _form(text: str) -> str:
    """Return an id in the Unicode form that its prefix names; without one, composed."""
    form = "NFD" if text.startswith(("nfd:", "nfd-")) else "NFC"
    return unicodedata.normalize(form, text.removeprefix("nfd:").removeprefix("nfc:").removeprefix("nfd-"))


def _learner(number: int, line: str) -> Learner:
    key, name, says, work, late, outcome, mark, lms, alone = (cell.strip() for cell in line.split("|"))
    last, first = unicodedata.normalize("NFC", name).split(", ")
    stated = {"=": _form(key), "-": ""}.get(says, _form(says))
    return Learner(
        number, _form(key), last, first, stated, work, bool(late), outcome, mark.strip("-"), lms, _form(alone)
    )


LEARNERS = tuple(_learner(number, line) for number, line in enumerate(_TABLE.strip().splitlines()[1:], 1))
BY_ID = {learner.id: learner for learner in LEARNERS}
