"""Pages of the room: the citizen's without an account, the office's behind its doors."""

from portal.survey.views.office import survey_office
from portal.survey.views.public import survey

__all__ = ["survey", "survey_office"]
