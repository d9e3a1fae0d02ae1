"""What a citizen sees, with the number and without an account."""

from flask import Blueprint

survey = Blueprint("survey", __name__)
