"""A village office's view of its own people: how far each file is, and what it still lacks."""
