"""What may be typed into the settings, one module per page."""
