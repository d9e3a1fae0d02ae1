"""Separation of duties: whoever checked or drafted a file neither initials nor signs it.

One person may hold two posts for a time; the four eyes that the parafs stand for stay four.
"""

from portal.cases.model import Case
from portal.letters.model import Letter
from portal.people.officer import Officer
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Move

PREPARING = (Act.PERIKSA, Act.CEK_DATA, Act.KONSEP)


def duty_conflict(case: Case, sop: Sop, letter: Letter | None, officer: Officer) -> str:
    """Why this officer may not do the present task although the post would allow it, or ''."""
    act = sop.task(case.row, case.task).act
    if case.hold or case.outcome or act not in (Act.PARAF, Act.TANDA_TANGAN):
        return ""
    prepared = any(
        stint.done_by_id == officer.id
        and stint.move == Move.LANJUT
        and sop.task(stint.row, stint.task).act in PREPARING
        for stint in case.stints
    )
    if prepared:
        return "Anda yang memeriksa atau menyusun berkas ini, jadi pejabat lain yang memaraf."
    if letter and any(item.person_id == officer.id for item in letter.live_parafs):
        return "Anda sudah memaraf surat ini. Langkah ini dikerjakan pejabat lain."
    return ""
