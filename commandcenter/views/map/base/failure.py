"""What may be wrong with a base map, as sentences."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class ArchiveMissing(Failure):
    """There is no such file."""

    code = "archive_missing"
    template = "The base map {file} is not there. Bring its disk back, or choose another one. The map stays as it was."
    retryable = True


class ArchiveUnreadable(Failure):
    """The file can't be opened or read."""

    code = "archive_unreadable"
    template = (
        "The base map {file} can't be read ({reason}). Check who may read it, and its disk. The map stays as it was."
    )
    retryable = True


class ArchiveKindUnknown(Failure):
    """The file is neither of the two kinds."""

    code = "archive_kind_unknown"
    template = "{file} is neither a PMTiles nor an MBTiles archive. Choose one of those. The map stays as it was."


class ArchiveVersionUnknown(Failure):
    """A PMTiles archive of another version."""

    code = "archive_version_unknown"
    template = (
        "The base map {file} is written in version {version} of PMTiles, and only version 3 can be read. Have it "
        "converted. The map stays as it was."
    )


class ArchiveTruncated(Failure):
    """The file ends before what its beginning promises."""

    code = "archive_truncated"
    template = (
        "The base map {file} ends too early: it should have {expected} bytes and has {found}. Copy it again. The map "
        "stays as it was."
    )


class ArchiveDamaged(Failure):
    """What the file says of itself can't be true."""

    code = "archive_damaged"
    template = (
        "The base map {file} is damaged: what it says of its own tiles can't be followed. Copy it or have it made "
        "again. The map stays as it was."
    )


class ArchiveEmpty(Failure):
    """An archive without tiles."""

    code = "archive_empty"
    template = "The base map {file} holds no tiles. Choose another one. The map stays as it was."


class CompressionWrong(Failure):
    """Tiles that can't be unpacked as the archive says."""

    code = "compression_wrong"
    template = (
        "The tiles in {file} are not packed as the archive says, so that none can be read. Have it made again. The map "
        "stays as it was."
    )


class TilesUnknown(Failure):
    """Tiles that the page can't draw."""

    code = "tiles_unknown"
    template = (
        "The tiles in {file} are of a kind that can't be drawn. Vector tiles (MVT) and pictures as PNG, JPEG or WebP "
        "can. The map stays as it was."
    )


class LayersUnknown(Failure):
    """Vector tiles without a layer of which is known what it means."""

    code = "layers_unknown"
    template = (
        "The vector tiles in {file} hold no layer that is known here (theirs: {layers}). Choose an archive in the "
        "scheme of Protomaps or OpenMapTiles. The map stays as it was."
    )
