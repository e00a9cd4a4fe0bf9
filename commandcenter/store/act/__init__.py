"""The acts: what each kind of intent does to the database, inside the writer's transaction.

Each act checks first and writes then. It raises a ``Failure`` to refuse and ``Conflict`` where somebody was
quicker; it never commits, never publishes, never records the intent: the writer does.
"""
