"""Lists of people from a meeting: checked row by row, taken in all at once (edge case 25)."""
