"""One message on its way out, and the failure to hand it over."""

from dataclasses import dataclass
from datetime import datetime

TIMEOUT = 10  # seconds, for each step of a conversation


@dataclass(frozen=True)
class Notice:
    """One message on its way. Its id is the same at every try, so a repeat can be noticed."""

    id: str
    at: datetime
    phone: str  # +62...
    text: str
    about: str


class UndeliveredError(Exception):
    """The adapter did not take the message. The words are the kind of failure and nothing else."""
