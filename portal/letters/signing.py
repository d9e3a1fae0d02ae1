"""Who signs: the block of a post as it is held on a day, for the draft and for the signature."""

from datetime import date
from typing import Any

from portal.letters.signer import Holding, block
from portal.offices.model import Office
from portal.people.model import Assignment, Kind
from portal.people.queries import holder_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Role


def block_of(acting: Assignment, office: Office, day: date) -> dict[str, Any]:
    """The signature block of a person acting in a post on a day."""
    person = acting.person
    own = next(
        (
            item.post.title
            for item in person.assignments
            if item.kind == Kind.DEFINITIF and item.post_id != acting.post_id and item.holds_on(day)
        ),
        "",
    )
    holding = Holding(
        kind=acting.kind,
        post=acting.post.title,
        is_head=Role.KADIS in acting.post.role_set,
        own_post=own,
    )
    return block(
        holding,
        head_title=office.head_title,
        name=person.name,
        rank=person.rank,
        nip=person.nip,
    )


def expected_block(sop: Sop, office: Office, day: date) -> dict[str, Any] | None:
    """The block a draft shows: of whoever would sign on this day, None when the post is empty."""
    (role,) = sop.first(Act.TANDA_TANGAN).desk
    acting = holder_of(office.id, role, day)
    return block_of(acting, office, day) if acting else None
