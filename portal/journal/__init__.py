"""The record of everything that happened: append-only, chained, one chain per office (D7)."""
