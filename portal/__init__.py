"""The portal of a Dinas Sosial. The map of its rooms; imports only go down.

app, cli            the front door and the command line
demo                three example offices with synthetic people
desk                a role's queue, the case page and its moves
intake              receiving a file at the counter
tracking            the public window: services, look-up by number
books               Buku Register and Buku Rekomendasi, computed
settings            what the office's admin may change
nagari              a village office's view of its own people
letters             drafting, paraf, signature, number, PDF
cases               the case file: where it stands and what was found
registers           outside data sources and ministerial decrees
people              staff, posts held, signing in
journal             the append-only record of everything that happened
offices             a dinas: letterhead, villages, calendar, working time
identity            NIK, KK, card, phone, name, age: pure rules
web                 what every page shares
sop                 the four paper tables as data, and their only interpreter
db, config, clock, dates   the ground
"""
