"""The ground floor: the city's words and rules as values, its tables, and the board.

Owns what is true whichever process asks: states and moves, time limits, places, reports as frozen values,
the SQLAlchemy tables of store and mirror, and the board (reports as columns in memory).
Refuses Qt and HTTP: nothing here knows how a value is shown or sent.
"""
