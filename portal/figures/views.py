"""The open figures of an office, as a page and as a table to take along."""

from flask import Blueprint

figures = Blueprint("figures", __name__)
