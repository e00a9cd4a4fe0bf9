"""The past as it was known then: every report's fields at any instant, from what its timeline says they were before.

``log.RewindLog`` is made once from the mirror (``models.mirror.rewind``); ``playback.Playback`` walks through it.
"""
