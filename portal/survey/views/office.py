"""What the office sees."""

from flask import Blueprint

survey_office = Blueprint("survey_office", __name__)
