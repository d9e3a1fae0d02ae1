"""What the office sees."""

from flask import Blueprint

complaints_office = Blueprint("complaints_office", __name__)
