"""Messages handed to another program of the office by HTTPS, signed."""

import hashlib
import hmac
import http.client
import json
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal import clock
from portal.messages.notice import TIMEOUT, Notice, UndeliveredError


@dataclass(frozen=True)
class Webhook:
    """Posts each message as JSON to one address; follows no redirect, trusts no bad certificate.

    X-Portal-Signature is "sha256=" and the HMAC-SHA256, under the common secret, of the text of
    X-Portal-Timestamp, a full stop, and the body. Idempotency-Key is the same at every try.
    """

    url: str
    secret: str
    way: str = "webhook"

    def send(self, notice: Notice) -> None:
        """Hand one message over; any answer of 2xx is a yes. Raises UndeliveredError."""
        fields = {
            "id": notice.id, "at": notice.at.isoformat(), "phone": notice.phone,
            "text": notice.text, "about": notice.about,
        }  # fmt: skip
        try:
            status = self._post(notice.id, json.dumps(fields, ensure_ascii=False).encode())
        except TimeoutError:
            raise UndeliveredError("waktu habis") from None
        except ssl.SSLError:
            raise UndeliveredError("sertifikat TLS ditolak") from None
        except (OSError, http.client.HTTPException):
            raise UndeliveredError("tidak tersambung") from None
        if 300 <= status < 400:
            raise UndeliveredError("dialihkan ke alamat lain")
        if not 200 <= status < 300:
            raise UndeliveredError(f"dijawab HTTP {status}")

    def _post(self, key: str, body: bytes) -> int:
        parts, stamp = urlsplit(self.url), str(int(clock.now().timestamp()))
        signed = hmac.new(self.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "X-Portal-Timestamp": stamp,
            "X-Portal-Signature": f"sha256={signed.hexdigest()}",
        }
        host = parts.hostname or ""
        line: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            line = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=context)
        else:
            line = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            line.request("POST", target, body, headers)
            return line.getresponse().status
        finally:
            line.close()
