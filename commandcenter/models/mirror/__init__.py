"""The desktop's own copy of one store, as one principal may see it, and the acts that still have to be sent.

Owns a folder with two databases: ``mirror.sqlite3``, which may be rebuilt from the store at any time, and
``outbox.sqlite3``, which nothing but the person's own acts and the store's answers to them ever changes.
Refuses Qt, HTTP and the protocol: positions are text here, changed records are anything with entity, key, record.
"""
