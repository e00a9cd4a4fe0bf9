"""Weekly summaries: from figures to a page and to a table.

Owns how figures are told on paper and in files, in both languages. Refuses Qt, the network and databases: whoever
calls it has the figures already.
"""
