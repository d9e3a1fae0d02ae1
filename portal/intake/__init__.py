"""Receiving a file at the counter: application number, agenda number, receipt."""
