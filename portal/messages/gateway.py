"""The optional adapter that sends messages by itself, as the installation's settings say."""

from typing import Protocol

from portal.config import Settings
from portal.messages.mail import Mail
from portal.messages.notice import Notice
from portal.messages.webhook import Webhook


class Gateway(Protocol):
    """A way out of the portal."""

    @property
    def way(self) -> str:
        """How the record names it."""

    def send(self, notice: Notice) -> None:
        """Hand one message over. Raises UndeliveredError."""


def gateway_of(settings: Settings) -> Gateway | None:
    """The adapter that is set up, or None: then officers send from their own telephones."""
    if settings.webhook:
        return Webhook(settings.webhook, settings.webhook_secret)
    if settings.smtp:
        return Mail(settings.smtp, settings.smtp_from, settings.smtp_to)
    return None
