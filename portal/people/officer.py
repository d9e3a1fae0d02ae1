"""The person who asks, with what they may do at this moment. Handed to every query and change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.journal.operations import Author
from portal.offices.model import Office
from portal.people.model import Assignment, Kind, Person
from portal.sop.vocabulary import Role


@dataclass(frozen=True)
class Officer:
    """A person and the posts they hold on a day; computed anew for each request."""

    person: Person
    held: tuple[Assignment, ...]

    @property
    def id(self) -> int:
        """The person's id."""
        return self.person.id

    @property
    def office(self) -> Office:
        """The office whose records this person may see."""
        return self.person.office

    @property
    def roles(self) -> frozenset[Role]:
        """Every SOP role the held posts fill."""
        return frozenset[Role]().union(*(item.post.role_set for item in self.held))

    @property
    def post_words(self) -> str:
        """The held posts, short, as the page header and the queue show them."""
        if not self.held:
            return "Pengelola portal" if self.person.admin else ""
        return ", ".join(
            f"{'' if item.kind == Kind.DEFINITIF else item.title.split()[0] + ' '}{item.post.short}"
            for item in self.held
        )

    def acting_as(self, desk: Iterable[Role]) -> Assignment | None:
        """The held post by which this person acts for a desk; a definitive one first."""
        able = [item for item in self.held if item.post.role_set & frozenset(desk)]
        return min(able, key=lambda item: item.kind != Kind.DEFINITIF, default=None)

    def author(self, desk: Iterable[Role] = ()) -> Author:
        """Who is written in the record, in the post that acts."""
        post = self.acting_as(desk) or (self.held[0] if self.held else None)
        return Author(self.person.id, self.person.name, post.title if post else "")


def officer_on(person: Person, day: date) -> Officer:
    """The person with the posts held on this day."""
    held = tuple(item for item in person.assignments if item.holds_on(day))
    return Officer(person, held)
