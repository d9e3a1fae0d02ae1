"""Every book of the office, in the order of the shelf."""

from portal.books.book import Book
from portal.books.kinds.archive import ARCHIVE
from portal.books.kinds.control import CONTROL
from portal.books.kinds.expedition import EXPEDITION
from portal.books.kinds.letters import LETTERS
from portal.books.kinds.recap import RECAP
from portal.books.kinds.receipts import RECEIPTS
from portal.books.kinds.register import REGISTER
from portal.books.kinds.reports import REPORTS
from portal.books.kinds.today import TODAY
from portal.books.kinds.waiting import WAITING

SHELF = (
    REGISTER, LETTERS, RECEIPTS, CONTROL, RECAP, EXPEDITION, WAITING, ARCHIVE, REPORTS, TODAY,
)  # fmt: skip
BOOKS: dict[str, Book] = {book.key: book for book in SHELF}
