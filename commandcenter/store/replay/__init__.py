"""Replaying a file: its reports and what became of them, posted to a running store as if they happened now.

Owns what a replayed act looks like, when it is sent, and what is done with the store's answers. What is due when is
``intake.rhythm``; what is typed is ``command.replay``.
"""
