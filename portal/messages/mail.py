"""Messages handed to a gateway's mailbox, which passes them on by SMS or WhatsApp."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from portal.config import is_loopback
from portal.messages.notice import TIMEOUT, Notice, UndeliveredError


@dataclass(frozen=True)
class Mail:
    """Sends each message as one mail: the telephone number is the subject, the text the body.

    smtps:// speaks TLS from the first byte, smtp:// asks for it (only this machine may do
    without). Message-ID is the same at every try.
    """

    url: str
    sender: str
    receiver: str
    way: str = "surel"

    def send(self, notice: Notice) -> None:
        """Hand one message over. Raises UndeliveredError."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, self.receiver, notice.phone
        mail["Date"] = format_datetime(notice.at)
        mail["Message-ID"] = f"<{notice.id}@portal.invalid>"
        mail["Idempotency-Key"], mail["X-Portal-About"] = notice.id, notice.about
        mail.set_content(notice.text)
        try:
            self._hand_over(mail)
        except TimeoutError:
            raise UndeliveredError("waktu habis") from None
        except ssl.SSLError:
            raise UndeliveredError("sertifikat TLS ditolak") from None
        except smtplib.SMTPNotSupportedError:
            raise UndeliveredError("server surel tanpa TLS") from None
        except smtplib.SMTPRecipientsRefused:
            raise UndeliveredError("penerima surel ditolak") from None
        except smtplib.SMTPResponseException as answer:
            raise UndeliveredError(f"dijawab SMTP {answer.smtp_code}") from None
        except OSError:  # SMTPException is one
            raise UndeliveredError("tidak tersambung") from None

    def _hand_over(self, mail: EmailMessage) -> None:
        parts, context = urlsplit(self.url), ssl.create_default_context()
        host = parts.hostname or ""
        line: smtplib.SMTP
        if parts.scheme == "smtps":
            line = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
        try:
            line.ehlo_or_helo_if_needed()
            if parts.scheme == "smtp" and (line.has_extn("starttls") or not is_loopback(host)):
                line.starttls(context=context)
            if parts.username:
                line.login(unquote(parts.username), unquote(parts.password or ""))
            line.send_message(mail)
            # Taken is taken: a clumsy goodbye must not have it sent again.
            with suppress(OSError):
                line.quit()
        finally:
            line.close()
