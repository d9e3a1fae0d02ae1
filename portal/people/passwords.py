"""Password hashes (scrypt), and the one place that compares a typed secret."""

import threading

from werkzeug.security import check_password_hash, generate_password_hash

MIN_LENGTH, MAX_LENGTH = 12, 128
# A flood of sign-ins must not take the machine's memory: two hashes at a time (M23).
_turn = threading.BoundedSemaphore(2)
# Compared against when the user does not exist, so that both answers cost the same.
_NOBODY: dict[str, str] = {}


def hash_password(password: str, method: str = "scrypt:32768:8:3") -> str:
    """The hash to store."""
    with _turn:
        return generate_password_hash(password, method=method)


def is_right(stored: str | None, typed: str) -> bool:
    """Whether the typed password is the stored one; costs the same when there is none."""
    with _turn:
        if stored is None:
            nobody = _NOBODY.get("hash")
            if nobody is None:
                nobody = _NOBODY.setdefault("hash", generate_password_hash("", "scrypt:32768:8:3"))
            check_password_hash(nobody, typed[:MAX_LENGTH])
            return False
        return len(typed) <= MAX_LENGTH and check_password_hash(stored, typed)
