"""The rulebook: SOPs as data and the only code that interprets them. Pure Python."""
