"""What can go wrong with an export, as sentences."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class ExportNotWritable(Failure):
    """The folder, or the file in it, takes no writing."""

    code = "export_not_writable"
    template = (
        "The file {file} can't be written ({reason}). Choose another folder, or ask whoever looks after this one for "
        "the right to write there. Nothing was changed."
    )


class ExportDiskFull(Failure):
    """There is no room for the file."""

    code = "export_disk_full"
    template = (
        "There is no room for the file {file} on its disk. Make room or choose another disk, then export again. What "
        "was begun has been removed."
    )
    retryable = True


class ExportFileOpen(Failure):
    """Another program has the file open."""

    code = "export_file_open"
    template = (
        "Another program has the file {file} open. Close it there, or choose another name, then export again. The file "
        "was left as it is."
    )
    retryable = True


class ExportBroken(Failure):
    """The export ended for a reason that nobody foresaw."""

    code = "export_broken"
    template = (
        "The export to {file} ended before it was done ({reason}). What was begun has been removed. Try again; if it "
        "happens again, choose another format and tell whoever looks after this machine."
    )
    retryable = True


class ExportCancelled(Failure):
    """Somebody changed their mind."""

    code = "export_cancelled"
    template = "The export to {file} was cancelled. What was begun has been removed."
