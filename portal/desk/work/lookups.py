"""Recording what was seen in the registers, person by person."""

from dataclasses import dataclass, field

from portal.cases.model import Case, Finding, Member
from portal.desk.work.base import Details, NotYetError, Work
from portal.letters.content import last_findings
from portal.registers.queries import decree, registers_of
from portal.registers.results import CHECK_WORDS, result
from portal.registers.window import Route, window
from portal.sop.table import Task
from portal.sop.vocabulary import Check


@dataclass(frozen=True)
class Seen:
    """What was seen for one person in one register; of a decree only which one."""

    source: str = ""
    result: str = ""
    number: str = ""
    note: str = ""
    decree_id: int = 0


@dataclass(frozen=True)
class Look:
    """All look-ups of the form, by (person's place, kind)."""

    of: dict[tuple[int, Check], Seen] = field(default_factory=dict)


def field_name(member: Member, kind: Check) -> str:
    """The stem of the field names of one look-up: data_kemiskinan-1."""
    return f"{kind.value}-{member.place}"


def passes(case: Case, member: Member, task: Task) -> bool:
    """Whether every look-up of a person is settled and every decisive one is positive."""
    findings = last_findings(case)
    for need in task.checks:
        found = findings.get((member.id, need.kind))
        if found is None:
            return False
        seen = result(need.kind, found.result)
        if not seen.conclusive or (need.decisive and not seen.positive):
            return False
    return True


def look_up(work: Work, look: Look) -> Details:
    """CEK_DATA: one settled result per person and kind; a decisive one must be positive.

    Of a family those who do not pass are left out of the letter; one refused person does
    not stop the others (edge case 4).
    """
    told, problems = store_look_ups(work, look)
    if problems:
        raise NotYetError(*problems)
    for member in work.case.members:
        member.included = passes(work.case, member, work.task)
    passing = [member for member in work.case.members if member.included]
    if not passing:
        raise NotYetError(
            (
                field_name(work.case.members[0], work.task.checks[0].kind),
                "Hasil cek tidak memenuhi syarat untuk siapa pun di berkas ini. Pilih "
                "“Selesai dengan informasi” atau “Usulkan penolakan”.",
            )
        )
    left_out = [member.name for member in work.case.members if not member.included]
    return {"hasil": told, "tidak_ikut": left_out}


def keep_look_ups(work: Work, look: Look) -> Details:
    """Write down what was seen so far without going on."""
    told, _ = store_look_ups(work, look)
    return {"hasil": told}


def store_look_ups(work: Work, look: Look) -> tuple[list[str], list[tuple[str, str]]]:
    """Write down each look-up; gives what was found, and what is still missing."""
    told: list[str] = []
    problems: list[tuple[str, str]] = []
    for member in work.case.members:
        for need in work.task.checks:
            seen = look.of.get((member.place, need.kind), Seen())
            stem = field_name(member, need.kind)
            finding = _finding(work, member, need.kind, seen, stem, problems)
            if finding is None:
                continue
            if not _is_known(work.case, finding):
                work.case.findings.append(finding)
            words = result(need.kind, finding.result)
            told.append(f"{member.name}: {CHECK_WORDS[need.kind]} {words.words}")
            if not words.conclusive:
                problems.append(
                    (f"{stem}-result", f"{member.name}: {words.words}. Coba lagi nanti.")
                )
    return told, problems


def _is_known(case: Case, finding: Finding) -> bool:
    """Whether the last finding says just this; looking again at the form is no new look-up."""
    last = last_findings(case).get((finding.member_id, Check(finding.kind)))
    said = ("source", "result", "number", "note", "decree_number")
    return last is not None and all(getattr(last, k) == getattr(finding, k) for k in said)


def _finding(
    work: Work, member: Member, kind: Check, seen: Seen, stem: str, problems: list[tuple[str, str]]
) -> Finding | None:
    if kind is Check.SK_NONAKTIF:
        return _decree_finding(work, member, seen, stem, problems)
    known = {register.code: register.name for register in registers_of(kind)}
    if seen.source not in known or not seen.result:
        problems.append((f"{stem}-result", f"{member.name}: catat hasil cek {CHECK_WORDS[kind]}."))
        return None
    needs_number = result(kind, seen.result).needs_number
    if needs_number and not seen.number:
        problems.append((f"{stem}-number", f"{member.name}: tulis nomor di {known[seen.source]}."))
        return None
    return _new(work, member, kind, known[seen.source], seen.result, seen.number, seen.note)


def _decree_finding(
    work: Work, member: Member, seen: Seen, stem: str, problems: list[tuple[str, str]]
) -> Finding | None:
    chosen = decree(seen.decree_id) if seen.decree_id else None
    if chosen is None:
        problems.append((f"{stem}-decree", f"{member.name}: pilih SK yang menonaktifkan."))
        return None
    # The day of receipt counts: an office must not lose a citizen's right by its own delay.
    found = window(chosen.issued, work.clock.day(work.case.received_at), chosen.months)
    if found.route is Route.PERIKSA_TANGGAL:
        problems.append(
            (f"{stem}-decree", "Berkas diterima sebelum SK ini ditetapkan. Periksa pilihan SK.")
        )
        return None
    finding = _new(work, member, Check.SK_NONAKTIF, chosen.number, found.route.value, "", seen.note)
    finding.decree_number, finding.decree_issued = chosen.number, chosen.issued
    finding.limit = found.limit
    return finding


def _new(
    work: Work, member: Member, kind: Check, source: str, code: str, number: str, note: str
) -> Finding:
    return Finding(
        member_id=member.id,
        kind=kind.value,
        source=source,
        result=code,
        number=number,
        note=note,
        decree_number="",
        at=work.at,
        by_name=work.by.name,
    )
