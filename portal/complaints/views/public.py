"""What a citizen sees, with the number and without an account."""

from flask import Blueprint

complaints = Blueprint("complaints", __name__)
