"""A file that the portal does not take."""


class RefusedFileError(Exception):
    """The message is one sentence or two for the sender: what is wrong, and what to do."""
