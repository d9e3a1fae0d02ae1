"""A practice installation: three offices, their people, and about sixty synthetic files."""
