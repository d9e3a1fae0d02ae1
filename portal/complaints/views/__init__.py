"""Pages of the room: the citizen's without an account, the office's behind its doors."""

from portal.complaints.views.office import complaints_office
from portal.complaints.views.public import complaints

__all__ = ["complaints", "complaints_office"]
