"""What can go wrong with a mirror folder, as sentences."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class MirrorInUse(Failure):
    """Another process holds the folder."""

    code = "mirror_in_use"
    template = (
        "Another workstation is already working with the folder {folder}. Go on in that window, or close it and "
        "start again; to run two side by side, give the second a folder of its own with COMMANDCENTER_HOME."
    )
    retryable = True


class MirrorOfAnother(Failure):
    """The folder holds another store's data, or another principal's."""

    code = "mirror_of_another"
    template = (
        "The folder {folder} belongs to {held_principal} at {held_store}, not to {principal} at {store}. Acts that "
        "were not sent yet may lie in it, so it was left as it is. Start with the old address and token, or give "
        "this one a folder of its own with COMMANDCENTER_HOME."
    )


class FolderUnusable(Failure):
    """The folder can't be made, read or written."""

    code = "folder_unusable"
    template = (
        "The folder {folder} can't be used ({reason}). Check that it exists, that this account may write to it and "
        "that the disk is not full."
    )
    retryable = True


class MirrorDamaged(Failure):
    """What is on this machine's disk can't be read."""

    code = "mirror_damaged"
    template = (
        "This machine's copy of the reports is damaged. Close this window and start again: the copy is then fetched "
        "from the store anew. Acts that were not sent yet are kept."
    )


class OutboxUnreadable(Failure):
    """The outbox is damaged or of a newer program."""

    code = "outbox_unreadable"
    template = (
        "The acts that were not sent yet, in {file}, can't be read ({reason}). The file was left as it is. Install "
        "the version of commandcenter that wrote it, or move the file away and look at the reports again."
    )


class OutboxWriteFailed(Failure):
    """An act could not be kept."""

    code = "outbox_write_failed"
    template = (
        "The act could not be written to {file} ({reason}); nothing was sent. Make room on the disk, then do it again."
    )
    retryable = True


class MirrorWriteFailed(Failure):
    """The mirror could not take in what the store sent."""

    code = "mirror_write_failed"
    template = (
        "What the store sent could not be written to {file} ({reason}). What is shown stays as it was and ages. Make "
        "room on the disk; it is tried again by itself."
    )
    retryable = True


class MirrorReadFailed(Failure):
    """The mirror could not be read."""

    code = "mirror_read_failed"
    template = (
        "The copy of the reports in {file} can't be read ({reason}). Close the program, remove that file and start "
        "again: it is loaded anew from the store, and acts not sent yet are kept elsewhere."
    )


class PositionMoved(Failure):
    """A page does not begin where the mirror stands."""

    code = "position_moved"
    template = "The page begins at {expected}, but the mirror stands at {position}. It is asked for again by itself."
    retryable = True


class RecordUnknown(Failure):
    """A record that this version can't keep."""

    code = "record_unknown"
    template = (
        "The store sent a {entity} that this version does not understand ({reason}). What is shown stays as it was. "
        "Install the version of commandcenter that belongs to the store."
    )
