"""What waits to be told to citizens, and the officer's mark that it was told."""

from flask import Blueprint

messages = Blueprint("messages", __name__)
