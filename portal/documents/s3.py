"""Documents on a server that speaks S3, for installations that chose one.

Nothing here is loaded unless PORTAL_STORE begins with s3:.
"""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from portal.config import BadSettingError, Settings
from portal.documents.store import HASH, MissingFileError, Store, Stored, StoreError, checked

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:  # an extra: requirements/s3.lock
    boto3 = None

NO_BOTO3 = (
    "PORTAL_STORE=s3://... memerlukan paket boto3. Pasang dengan: "
    "pip install --require-hashes -r requirements/s3.lock"
)
BAD_PLACE = "PORTAL_STORE di S3 harus seperti s3://ember atau s3://ember/folder"
NO_KEY = "PORTAL_STORE=s3://... memerlukan PORTAL_S3_KEY dan PORTAL_S3_SECRET"
BAD_ENDPOINT = "PORTAL_S3_ENDPOINT harus alamat lengkap, misalnya https://s3.nama.go.id"
AWAY = (
    "Tempat penyimpanan dokumen belum dapat dihubungi. Coba lagi beberapa menit lagi; bila tetap "
    "begini, hubungi pengelola portal."
)
REFUSED = (
    "Tempat penyimpanan dokumen menolak kunci portal. Pengelola portal: periksa PORTAL_S3_KEY, "
    "PORTAL_S3_SECRET, dan PORTAL_STORE."
)
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_FOLDER = re.compile(r"[A-Za-z0-9._/-]*")
_GONE = ("404", "NoSuchKey", "NotFound")
_REFUSALS = (
    "403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket",
)  # fmt: skip
log = logging.getLogger(__name__)


def s3_store(settings: Settings) -> Store:
    """The store at s3://bucket/folder. Raises BadSettingError."""
    parts = urlsplit(settings.store)
    folder = parts.path.strip("/")
    odd = parts.query or parts.fragment or ".." in folder
    if odd or not _BUCKET.fullmatch(parts.netloc) or not _FOLDER.fullmatch(folder):
        raise BadSettingError(BAD_PLACE)
    endpoint = urlsplit(settings.s3_endpoint)
    if settings.s3_endpoint and not (endpoint.scheme in ("http", "https") and endpoint.hostname):
        raise BadSettingError(BAD_ENDPOINT)
    if not settings.s3_key or not settings.s3_secret:
        raise BadSettingError(NO_KEY)
    if boto3 is None:
        raise BadSettingError(NO_BOTO3)
    return S3Store(_client(settings), parts.netloc, folder)


def _client(settings: Settings) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint or None,
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_key,
        aws_secret_access_key=settings.s3_secret,
        config=Config(
            connect_timeout=3,
            read_timeout=15,
            retries={"mode": "standard", "total_max_attempts": 3},
            max_pool_connections=16,
            # Not every S3-compatible server knows the newer checksums; we have our own.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if settings.s3_endpoint else {},
        ),
    )


class S3Store:
    """Objects named by their hash below one folder of a bucket."""

    def __init__(self, client: Any, bucket: str, folder: str) -> None:
        self.client, self.bucket = client, bucket
        self.folder = f"{folder}/" if folder else ""

    def put(self, sha256: str, body: bytes) -> None:
        """Written anew even when it is there: that mends a damaged one and renews its moment.

        An If-None-Match would save the sending, but a file that the sweep is about to take away
        would then be taken although somebody has just put it.
        """
        self._ask(
            self.client.put_object,
            Key=self._key(sha256),
            Body=body,
            ContentType="application/octet-stream",
        )

    def get(self, sha256: str) -> bytes:
        """See Store."""
        try:
            found = self._ask(self.client.get_object, Key=self._key(sha256))
            body: bytes = found["Body"].read()
        except MissingFileError:
            log.error("berkas dokumen %s hilang", sha256)
            raise
        except (BotoCoreError, OSError) as error:  # the line broke half-way
            raise _away(type(error).__name__) from None
        return checked(sha256, body)

    def has(self, sha256: str) -> bool:
        """See Store."""
        return self._moment(sha256) is not None

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """See Store. S3 has no lock: between the look and the end lie some milliseconds."""
        at = self._moment(name)
        if at is None or (before and at >= before):
            return False
        self._ask(self.client.delete_object, Key=self._key(name))
        return True

    def every(self) -> Iterator[Stored]:
        """See Store; what else lies in the bucket is none of our business."""
        more: dict[str, str] = {}
        while True:
            page = self._ask(self.client.list_objects_v2, Prefix=self.folder, **more)
            for item in page.get("Contents", ()):
                name = item["Key"].removeprefix(self.folder)
                if HASH.fullmatch(name):
                    yield Stored(name, item["LastModified"])
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _moment(self, sha256: str) -> datetime | None:
        try:
            found = self._ask(self.client.head_object, Key=self._key(sha256))
        except MissingFileError:
            return None
        at: datetime = found["LastModified"]
        return at

    def _key(self, sha256: str) -> str:
        if not HASH.fullmatch(sha256):
            raise ValueError("not a hash")
        return self.folder + sha256

    def _ask(self, call: Callable[..., Any], **words: Any) -> Any:
        """One request, its failure told in our words."""
        try:
            return call(Bucket=self.bucket, **words)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _GONE:
                raise MissingFileError from None
            if code in _REFUSALS:
                log.error("penyimpanan dokumen menolak: %s", code)
                raise StoreError(REFUSED) from None
            raise _away(code) from None
        except BotoCoreError as error:
            raise _away(type(error).__name__) from None


def _away(why: str) -> StoreError:
    log.error("penyimpanan dokumen gagal: %s", why)
    return StoreError(AWAY)
