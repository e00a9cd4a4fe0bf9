"""The board: every report as columns in memory, and the questions that views ask of them.

One thread writes (``board.Board.apply``); any thread may ask, because a question runs on one immutable
``generation.Generation``. The questions are pure functions: ``mask.mask``, ``order.order``,
``cluster.clusters`` and ``count.counts`` with its relatives. No text of a report is kept here.
"""
