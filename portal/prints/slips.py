"""Slips that travel inside the office: the lembar disposisi and the cover of the folder."""

from portal import dates
from portal.cases.dispositions import INSTRUCTIONS, URGENCIES
from portal.cases.model import Disposition
from portal.prints.base import Asked, Form, address_of, desk_words, form_of, persons_of
from portal.sop.rules import status_of
from portal.sop.vocabulary import ROLE_WORDS, STATUS_WORDS, Role

# Whom a head may pass a file to, from the top of the house down.
RECEIVERS = (Role.SEKRETARIS, Role.KABID, Role.KASI, Role.PEJABAT_FUNGSIONAL, Role.KORPEL)


def disposition_slip(asked: Asked) -> Form:
    """The lembar disposisi (specimen 08, N28): blank to be written on, or as it was recorded."""
    case, chain = asked.case, list(asked.case.dispositions)
    first = chain[0] if chain else None
    known = {role for task in asked.sop.tasks for role in task.desk} | {Role.SEKRETARIS}
    return form_of(
        asked,
        "LEMBAR DISPOSISI",
        sender=f"{case.applicant.name} (pemohon)",
        dated=asked.day(case.received_at),
        arrived=asked.day(case.received_at),
        about=f"Permohonan {asked.sop.short_name}",
        urgencies=[
            (words, first is not None and first.urgency == code)
            for code, words in URGENCIES.items()
        ]
        + [("Rahasia", False)],
        receivers=[
            (ROLE_WORDS[role], first is not None and first.to_role == role.value)
            for role in RECEIVERS
            if role in known
        ],
        instructions=[
            (words, first is not None and code in first.instructions)
            for code, words in INSTRUCTIONS.items()
        ],
        note=first.note if first else "",
        by=_signed(asked, first) if first else None,
        following=[{**_signed(asked, item), "words": _words(item)} for item in chain[1:]],
    )


def cover_sheet(asked: Asked) -> Form:
    """The sheet on the folder (N22): its code, and who held it from when until when."""
    case, sop = asked.case, asked.sop
    return form_of(
        asked,
        "SAMPUL BERKAS",
        # In capitals the code needs fewer squares, as on the receipt.
        url=f"{asked.public_url}/L/{case.number}".upper(),
        kk=case.kk_no,
        address=address_of(case),
        persons=persons_of(asked),
        emergency=case.emergency_reason if case.emergency else "",
        status=STATUS_WORDS[status_of(case.here, sop)],
        position=desk_words(case.desk) or "Selesai",
        since=dates.full_moment(case.arrived_at, asked.zone),
        promised=dates.weekday_date(case.promised_at, asked.zone),
        archive=case.archive_place,
        stints=[
            {
                "step": sop.row(stint.row).number,
                "desk": desk_words(stint.desk),
                "arrived": asked.moment(stint.arrived_at),
                "opened": asked.moment(stint.opened_at),
                "done": asked.moment(stint.done_at),
                "by": stint.done_by or stint.opened_by,
            }
            for stint in case.stints
        ],
    )


def _signed(asked: Asked, item: Disposition) -> dict[str, str]:
    return {
        "name": item.by_name,
        "post": item.by_post,
        "to": ROLE_WORDS[Role(item.to_role)],
        "at": asked.moment(item.at),
    }


def _words(item: Disposition) -> str:
    said = [INSTRUCTIONS[code] for code in item.instructions if code in INSTRUCTIONS]
    return ". ".join([*said, item.note] if item.note else said)
