"""Pre-registration by village offices (N45): what they file before a case begins."""
