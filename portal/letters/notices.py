"""What a letter of return or refusal says: the office's text, and the reasons of the case."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from portal import dates
from portal.cases.model import Case
from portal.letters.content import office_block, refuse_undrawable, slots_of
from portal.letters.model import Kind
from portal.letters.person_table import by_fives
from portal.letters.points import refusal_points, shortage_points
from portal.letters.texts import address_slots, read_text
from portal.letters.wording import filled, slots_used
from portal.sop.table import Sop


def notice_content(
    case: Case,
    sop: Sop,
    kind: Kind,
    stored: Sequence[object],
    *,
    complete_by: date | None = None,
    texts: Path | None = None,
) -> dict[str, Any]:
    """The content of a return or refusal, from the codes that the case holds.

    `texts` is the folder of the office's own texts. Raises UndrawableError.
    """
    wording, applicant = read_text(kind.value, texts), case.applicant
    slots = {
        **dict.fromkeys(slots_used(wording), ""),
        **slots_of(case, sop, [applicant]),
        **address_slots(applicant.name, applicant.sex),
        "no_permohonan": by_fives(case.number),
        "layanan": sop.short_name,
        "batas_lengkap": dates.long_date(complete_by) if complete_by else "",
    }
    why, ways = refusal_points(stored, slots) if kind is Kind.PENOLAKAN else ([], [])
    lists = {"alasan": why, "jalan_lain": ways, "kekurangan": shortage_points(stored, sop)}
    content = {
        "layout": wording.form,
        "wording": filled(wording, slots, lists),
        "office": office_block(case.office),
        "persons": [],
        "person_columns": [],
        "case_number": case.number,
        "annex": False,
        "replaces": None,
    }
    refuse_undrawable(content)
    return content
