"""Following somebody else's Open311 GeoReport v2 server, read-only, as real ones behave.

Owns the polling: ``engine`` decides and does nothing, ``transport`` asks and decides nothing, ``worker`` carries out,
``ledger`` turns what was answered into the mirror's records. The mirror stays behind the same writer as with a store,
so board, queue, map and charts know no difference.
"""
