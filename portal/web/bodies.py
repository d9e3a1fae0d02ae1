"""How large a request may be, for Flask and for the server that stands before it."""

FORM = 1024 * 1024  # forms only
TABLE = 5 * 1024 * 1024  # an old book as XLSX or CSV, as the page promises
TABLE_BODY = TABLE + FORM  # pasted text grows in transit
LARGEST = max(FORM, TABLE_BODY)
# What is a little too large still reaches Flask, which refuses it with a page of ours.
SERVED = LARGEST + 4 * FORM
