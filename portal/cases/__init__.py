"""The case file: one application on its way through one SOP."""
