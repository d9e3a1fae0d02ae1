"""Text on its way into a foreign spreadsheet, where everything is guessed at (IM-07)."""

# What a spreadsheet takes for the start of a formula, the full-width forms among them.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ROUNDED_FROM = 12  # digits from which a spreadsheet shows a number as 1,3E+15


def safe_for_csv(text: str) -> str:
    """The cell with an apostrophe where a spreadsheet would run it, or round its digits."""
    long_number = text.isascii() and text.isdigit() and len(text) >= ROUNDED_FROM
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) or long_number else text
