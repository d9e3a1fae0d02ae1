"""One SOP as the paper prints it: a Sop has rows, a row has one or more tasks. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.sop.vocabulary import ROLE_WORDS, Act, Check, Goods, Role


@dataclass(frozen=True)
class Origin:
    """Whether the paper says so (printed) or it is our reading (inferred), and why."""

    printed: bool
    reason: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class CheckNeed:
    """A look-up a task asks for; a decisive one must be positive to go on."""

    kind: Check
    decisive: bool


@dataclass(frozen=True)
class Task:
    """One act of one desk inside a printed row."""

    row: int  # order of its row, from 1
    index: int  # order inside the row, from 0
    act: Act
    column: str  # whose printed column it stands in
    desk: frozenset[Role]  # who records it: the actor, or for an outsider the desk named
    origin: Origin
    label: str = ""
    correct_to: tuple[int, ...] = ()  # rows (order) a superior may send the draft back to
    checks: tuple[CheckNeed, ...] = ()
    goods: Goods | None = None
    to: Role | None = None  # whom a disposition or a forward goes to
    party: str = ""  # the outside party a wait is for

    @property
    def desk_token(self) -> str:
        """The desk as one word, the key of the queue's index: 'kabid+sekretaris'."""
        return "+".join(sorted(self.desk))

    @property
    def desk_words(self) -> str:
        """The desk in words: 'Sekretaris / Kepala Bidang'."""
        return " / ".join(ROLE_WORDS[role] for role in Role if role in self.desk)


@dataclass(frozen=True)
class Row:
    """One printed row; `number` is text because Tanjungpinang prints 1., 2., 4."""

    order: int
    number: str
    activity: str
    actors: tuple[str, ...]
    origin: Origin
    requirements_text: str
    requirements: tuple[tuple[str, ...], ...]  # each a choice: ("ktp", "akta_kelahiran")
    time_text: str
    minutes: int  # printed minutes; 0 when the row has none or counts in days
    days: int
    output: str
    remark: str
    symbol: str
    branch: str
    notes: tuple[str, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Column:
    no: int
    title: str  # as shown to users
    verbatim: str
    key: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Requirement:
    """One required paper. `when`: selalu, umur >= 17, umur < 17, opsional."""

    code: str
    name: str
    when: str
    source: str
    per_person: bool = False
    subchecks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # of: nomor, tanggal
    substitute: bool = False  # another paper may stand in, with a logged reason
    note: str = ""

    def applies(self, age: int) -> bool:
        """Whether it is asked of a person of this age (full years at receipt)."""
        match self.when:
            case "umur >= 17":
                return age >= 17
            case "umur < 17":
                return age < 17
            case _:
                return True

    @property
    def obligatory(self) -> bool:
        """Whether an unticked paper blocks the row."""
        return self.when != "opsional"


@dataclass(frozen=True)
class LegalBasis:
    no: int
    verbatim: str
    clean: str = ""
    note: str = ""


@dataclass(frozen=True)
class Header:
    """The identity boxes of the SOP form, verbatim, with the dates parsed."""

    government: str
    office: str
    unit: str
    number: str
    name: str
    clean_name: str
    title: str
    created_text: str
    created: date | None
    revised_text: str
    revised: date | None
    effective_text: str
    effective: date | None
    approved_text: str
    approved: date | None
    approver_post: str
    approver_name: str
    approver_nip: str
    approver_rank: str


@dataclass(frozen=True)
class Stage:
    """One of the few stages a citizen is shown, and the rows it covers."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Promise:
    """When the service is promised: the end of the n-th working day after a complete file."""

    working_days: int
    origin: Origin


@dataclass(frozen=True)
class Oddity:
    verbatim: str
    note: str


@dataclass(frozen=True)
class Sop:
    """One version of one SOP. Never edited once in force, only succeeded."""

    id: str
    version: int
    region: str
    region_name: str
    village_head: str
    short_name: str
    summary: str
    lane: str
    product: str
    addressee: str
    after: str  # what the citizen does with the product
    refusers: frozenset[Role]
    header: Header
    legal_basis: tuple[LegalBasis, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warning: str
    records: tuple[str, ...]
    cost: str
    period: str
    requirements: tuple[Requirement, ...]
    evidence: Mapping[str, str]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    promise: Promise
    stages: tuple[Stage, ...]
    oddities: tuple[Oddity, ...]
    letter: Mapping[str, object]
    digest: str  # of the file, so that a pinned version cannot change under its cases
    emergency: bool = False  # the SOP serves emergencies only

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task in working order."""
        return tuple(task for row in self.rows for task in row.tasks)

    def row(self, order: int) -> Row:
        """The row with this order (not the printed number)."""
        return self.rows[order - 1]

    def task(self, row: int, index: int) -> Task:
        """One task by its place."""
        return self.rows[row - 1].tasks[index]

    def after_task(self, task: Task) -> Task | None:
        """The task that follows, or None at the end of the last row."""
        place = self.tasks.index(task) + 1
        return self.tasks[place] if place < len(self.tasks) else None

    def first(self, act: Act) -> Task:
        """The first task of this act."""
        return next(task for task in self.tasks if task.act is act)

    def requirement(self, code: str) -> Requirement | None:
        """The requirement with this code, or None."""
        return next((need for need in self.requirements if need.code == code), None)

    @cached_property
    def checked_requirements(self) -> tuple[Requirement, ...]:
        """The papers ticked when the file is checked: those its row lists, else all."""
        row = self.row(self.first(Act.PERIKSA).row)
        listed = {code for choice in row.requirements for code in choice}
        found = tuple(need for need in self.requirements if need.code in listed)
        return found or self.requirements

    @cached_property
    def counter(self) -> frozenset[Role]:
        """The desk that takes files in and checks them."""
        return self.first(Act.PERIKSA).desk

    @cached_property
    def needs_card(self) -> bool:
        """Whether everyone's card number is asked for: the letter prints it."""
        columns = self.letter.get("kolom_orang")
        return isinstance(columns, list) and "kartu" in columns

    @cached_property
    def total_minutes(self) -> int:
        """Printed minutes of all rows, a printed day counted as a day of 450 minutes."""
        return sum(row.minutes + row.days * 450 for row in self.rows)

    def minutes_through(self, order: int) -> int:
        """Printed minutes from the first row to the end of this one."""
        return sum(row.minutes + row.days * 450 for row in self.rows[:order])
