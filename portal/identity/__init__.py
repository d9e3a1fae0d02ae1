"""Numbers and names of persons: what is a NIK, a KK number, a card number. Pure rules."""
