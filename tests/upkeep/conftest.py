"""Cases whose families can be written to, as the room of messages makes them."""

from tests.messages.conftest import told  # noqa: F401
