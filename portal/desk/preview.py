"""The words a citizen will read after a return, a refusal or a closing, before it is done."""

from dataclasses import replace
from datetime import datetime

from portal.cases.model import Case
from portal.cases.told import Told, situation_of, tell
from portal.desk.work.ways_out import Leaving
from portal.offices.office_clock import OfficeClock
from portal.registration.returning import registration_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Move, Status

AFTER = {
    Move.KEMBALIKAN: Status.DIKEMBALIKAN,
    Move.KOREKSI: Status.DIKOREKSI,
    Move.GANTI_SURAT: Status.DIKOREKSI,
    Move.TOLAK: Status.TIDAK_DAPAT_DIPROSES,
    Move.TOLAK_BPJS: Status.DITOLAK_BPJS,
    Move.INFORMASI: Status.INFORMASI,
    Move.BATALKAN: Status.DIBATALKAN,
}
# Moves whose public words an officer must have seen before the move is done.
SHOWN_FIRST = frozenset(
    {Move.KEMBALIKAN, Move.TOLAK, Move.TOLAK_BPJS, Move.INFORMASI, Move.BATALKAN}
)


def told_after(
    move: Move, case: Case, sop: Sop, leaving: Leaving, *, now: datetime, clock: OfficeClock
) -> Told | None:
    """What the tracking page would say after this move; None when it would not change."""
    status = AFTER.get(move)
    if status is None:
        return None
    facts = situation_of(case, sop, now, by_village=registration_of(case) is not None)
    reasons: tuple[object, ...] = leaving.reasons
    row, ended, complete_by = facts.row, None, None
    if move is Move.KEMBALIKAN:
        reasons = tuple({"paper": p, "fault": f} for p, f in leaving.papers)
        row = sop.first(Act.PERIKSA).row
        complete_by = clock.day(clock.end_of_day(now, case.office.completion_days))
    elif move not in (Move.KOREKSI, Move.GANTI_SURAT):
        ended = now
    return tell(
        replace(
            facts, status=status, reasons=reasons, row=row, ended_at=ended, complete_by=complete_by
        )
    )
