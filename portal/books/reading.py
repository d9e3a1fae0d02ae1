"""Reading a book: one page of it for the screen, or every line from first to last."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.books.book import Book, Line, Scope, Shape, Stretch
from portal.books.queries import PAGE_SIZE

BATCH = 500  # lines held in memory at once while a book is exported


@dataclass(frozen=True)
class BookPage:
    """One page of a book; `following` is the cursor of the next one, '' on the last."""

    lines: list[Line]
    following: str
    total: str


def page_of(book: Book, scope: Scope, beyond: str, size: int = PAGE_SIZE) -> BookPage:
    """A page of a book with a constant number of questions, and the book's total."""
    found = book.fetch(scope, Stretch(beyond, size, book.newest_first))
    paged = bool(found) and bool(book.cursor(found[0]))
    records = found[:size] if paged else found
    following = book.cursor(records[-1]) if len(records) < len(found) else ""
    lines = book.lines(scope, records, False)
    if book.ending and book.newest_first and not beyond:
        lines = book.ending(scope) + lines
    elif book.ending and not book.newest_first and not following:
        lines = lines + book.ending(scope)
    if book.rank and lines:
        begin, step = (0, -1) if book.newest_first else (1, 1)
        lines = list(_counted(book, lines, book.rank(scope, beyond) + begin, step))
    return BookPage(lines, following, book.total(book.tallies(scope)))


def every_line(book: Book, scope: Scope, *, each: bool, batch: int = BATCH) -> Iterator[Line]:
    """Every line in book order, a batch at a time; `each`: a line for each person."""
    return _counted(book, _every_line(book, scope, each, batch), 1, 1)


def _every_line(book: Book, scope: Scope, each: bool, batch: int) -> Iterator[Line]:
    beyond = ""
    while True:
        found = book.fetch(scope, Stretch(beyond, batch))
        paged = bool(found) and bool(book.cursor(found[0]))
        records = found[:batch] if paged else found
        yield from book.lines(scope, records, each)
        if len(records) == len(found):
            break
        beyond = book.cursor(records[-1])
    if book.ending:
        yield from book.ending(scope)


def _counted(
    book: Book, lines: Iterator[Line] | list[Line], first: int, step: int
) -> Iterator[Line]:
    """The lines with their ordinals, where the book counts them."""
    key = next((column.key for column in book.columns if column.shape is Shape.ORDINAL), "")
    for place, line in enumerate(lines):
        yield replace(line, values={**line.values, key: first + step * place}) if key else line


def tallied(counted: Counter[str], line: Line) -> None:
    """Count a line in the total as it goes by."""
    if line.tally:
        counted[line.tally] += line.counts
