"""Free texts and numbers that nobody could mistake, planted wherever a person writes something."""

from sqlalchemy import String, select, update
from sqlalchemy.orm import Session

from portal.cases.model import Finding
from portal.db import Base, db, write
from tests.browser import Browser

WORD = "Kenari Kuning"
NIK, KK, CARD = "1301990909880771", "1301990909880772", "0009909880773"
PHONE, NIP, DIGITS = "081299088774", "199909882020121775", "99/0988/776"
NEEDLES = ("kenari", "kuning", "0988077", "990988077", "99088774", "0988202", "99/0988")

# Where a person writes, or is named; NUMBERS hold digits only.
PLANTED = {
    "case_file": "bringer_name bringer_relation address emergency_reason archive_place",
    "disposition": "by_name by_post note",
    "document": "shown_name added_by",
    "handover": "receiver relation way by_name",
    "member": "name name_key birth_place relation",
    "message": "sent_by fault",
    "offline_device": "label",
    "paper": "substitute checked_by",
    "person": "name rank",
    "registered_person": "name",
    "registration": "applicant_name applicant_key made_by note camat_name",
    "stint": "opened_by done_by done_as",
}
NUMBERS = {
    "case_file": {"bringer_phone": PHONE, "kk_no": KK},
    "member": {"nik": NIK, "card_no": CARD},
    "paper": {"number": DIGITS},
    "person": {"nip": NIP},
    "registered_person": {"nik": NIK},
    "registration": {"kk_no": KK},
}
# What stands there came from the planted ones and may not change any more.
FLOWN = {
    "command": "message target",
    "complaint": "text phone note answered_by answered_as",
    "event": "person_name post_title",
    "finding": "source note number decree_number by_name",
    "letter": "title remark number numbered_by stamped_by statement voided_by void_reason",
    "letter_number": "text reason by_name",
    "paraf": "person_name post_title",
}
# Rooms that no number leads to: books, lists, letters' copies, devices' packages.
INSIDE = {
    "book_print", "decree", "letter_copy", "package_item", "paper_entry", "paper_sheet",
    "staged_list", "staged_row", "number_series", "survey_answer",
}  # fmt: skip
# What the office publishes about itself, and the names of places and holidays.
PUBLISHED = {"office", "village", "day_off", "register", "post"}
CODES = {
    "answer", "about", "bucket", "code", "content_digest", "desk", "digest", "district_code",
    "fate", "fault", "goods", "hash", "hold", "identity_last4", "item", "key", "key_id", "kind",
    "move", "order_no", "origin", "outcome", "paper", "part", "password_hash", "payload_digest",
    "previous", "public_key", "ref", "result", "retired_why", "row", "salt", "sex", "sha256",
    "signature", "sop_id", "state", "suffix", "to_role", "token_sha256", "topic", "urgency",
    "username", "village_code", "way", "id",
}  # fmt: skip


def unknown_columns() -> list[str]:
    """Text columns of which these tables do not say whether a person writes there."""
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in INSIDE | PUBLISHED:
            continue
        known = {
            *PLANTED.get(table.name, "").split(), *NUMBERS.get(table.name, {}),
            *FLOWN.get(table.name, "").split(),
        }  # fmt: skip
        found += [
            f"{table.name}.{column.name}"
            for column in table.columns
            if isinstance(column.type, String)
            and column.name not in known | CODES
            and not (column.name == "number" and column.type.length == 15)
        ]
    return found


def plant() -> None:
    """Write a canary into every such column of every row."""
    db.session.rollback()
    with write() as session:
        for table in Base.metadata.sorted_tables:
            words = {
                name: f"{WORD} {table.name}"[: table.columns[name].type.length]
                for name in PLANTED.get(table.name, "").split()
            }
            if values := words | NUMBERS.get(table.name, {}):
                session.execute(update(table).values(values))
        _plant_findings(session)


def _plant_findings(session: Session) -> None:
    """A finding stays as it is; so somebody looks once more and writes canaries."""
    found = list(session.scalars(select(Finding)))
    done = {(one.member_id, one.kind) for one in found if one.note == WORD}
    for one in found:
        if (one.member_id, one.kind) not in done:
            done.add((one.member_id, one.kind))
            facts = {c.key: getattr(one, c.key) for c in Finding.__table__.columns if c.key != "id"}
            facts |= dict.fromkeys(("source", "note", "by_name"), WORD)
            facts |= dict.fromkeys(("number", "decree_number"), DIGITS)
            session.add(Finding(**facts))


def sung(text: str) -> list[str]:
    """The canaries that a text lets out."""
    flat = "".join(text.split()).lower()
    return [needle for needle in NEEDLES if needle in flat]


def silent(browser: Browser, method: str, path: str, data: dict[str, str] | None = None) -> int:
    """Open an address and find no canary in the answer; gives the status."""
    answer = browser.client.open(path, method=method, data=data)
    whole = f"{answer.headers}\n{answer.get_data(as_text=True)}"
    assert sung(whole) == [], f"{method} {path}"
    return answer.status_code
