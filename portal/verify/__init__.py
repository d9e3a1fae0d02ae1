"""The public check of a letter: by its code, by its QR code, by its PDF, with or without us."""
