"""The desktop's side of the wire: what to do next, how to talk to the store, and the two threads' work.

Owns the order of things between store, mirror and outbox. ``engine`` decides and does nothing; ``transport`` talks
and decides nothing; ``worker`` carries out. Refuses Qt: ``app.py`` gives the two callables their threads and turns
the sinks into signals.
"""
