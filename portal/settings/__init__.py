"""What the office's own admin may look at and change: calendar and decrees, never a case."""
