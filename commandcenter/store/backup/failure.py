"""What a backup and its restoring refuse."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class BackupUnusable(Failure):
    """A file that is no whole backup."""

    code = "backup_unusable"
    template = "{path} is no whole backup of a store ({why}). Nothing was restored; use another file."


class BackupExists(Failure):
    """A file that would be overwritten."""

    code = "backup_exists"
    template = "{path} exists already and is left as it is. Choose another name for the backup."


class DatabaseHoldsCity(Failure):
    """A database that is not empty."""

    code = "database_holds_city"
    template = (
        "The database holds the city {city} already; nothing was restored. Restore into an empty database, then let "
        "the store serve that one."
    )
