"""Telling people: who wants to know what, what waits to be told, and how it gets to them.

What happened is put down in the transaction of the act that caused it (``telling``); a sender of its own makes messages
of it, tries them until they arrive or are given up, and keeps a log (docs/notifications.md).
"""
