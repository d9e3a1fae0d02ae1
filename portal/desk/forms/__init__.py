"""What may be sent to the desk, one form per kind of work."""
