"""The blueprint of the counter."""

from flask import Blueprint

intake = Blueprint("intake", __name__)
