"""Forms on paper, computed from a case: not numbered, never kept, printed again at will."""
