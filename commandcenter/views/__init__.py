"""The windows: the only place where Qt is known.

Owns what people see and touch. Reads the board and the mirror; writes nothing but intents, through the desk.
Refuses to know how data arrives: neither store nor sync is imported here.
"""
