"""How large a request may be, for Flask and for the server that stands before it."""

FORM = 1024 * 1024  # forms only
TABLE = 5 * 1024 * 1024  # an old book as XLSX or CSV, as the page promises
TABLE_BODY = TABLE + FORM  # pasted text grows in transit
PHOTO = 10 * 1024 * 1024  # one photo or scan, as the page promises
PHOTOS = 6 * PHOTO + FORM  # all of one paper at once
OFFLINE_ITEM = PHOTO + FORM  # one sealed photo of a laptop
PACKAGE = 64 * 1024 * 1024  # all that a laptop kept, in one file, as the page promises
PACKAGE_BODY = PACKAGE + FORM
LARGEST = max(FORM, TABLE_BODY, PHOTOS, PACKAGE_BODY)
# What is a little too large still reaches Flask, which refuses it with a page of ours.
SERVED = LARGEST + 4 * FORM
