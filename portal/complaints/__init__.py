"""Complaints, objections and requests about one's data, tied to an application number (N51)."""
