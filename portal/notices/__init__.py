"""The letters beside the SOP's own: that a file was returned, or cannot be processed."""
