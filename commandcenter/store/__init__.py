"""The central store: where all reports meet.

Owns the database, the one way of changing it (intents), the change feed, and what is served over HTTP.
Refuses Qt, and keeps no state in the process that another process would need.
"""
