"""Old paper books and days without power: what was written by hand, typed in later."""
