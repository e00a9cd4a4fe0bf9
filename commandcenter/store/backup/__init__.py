"""Everything a store holds in one file, and a store made from such a file.

The file is a ZIP: ``manifest.json``, one Arrow stream a table (``tables/NAME.arrow``, zstd), and the photos
(``media/PATH``). It is the same from both databases, so that a backup of one can be restored into the other.
"""
