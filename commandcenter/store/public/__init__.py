"""What anybody may look at without a key: the public map's board, its questions, and each report's page.

Owns one rule: only reports that the public may see (``row.shown``) come into the board or into an answer; of sensitive
categories a number an area is told, for a month that is over, and none below ``sensitive.LEAST`` (docs/decisions/0211).
"""
