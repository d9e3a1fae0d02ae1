"""What the portal does by itself, once an hour: close, remind, send."""
