"""The office's books, computed from cases and letters; nothing is typed twice."""
