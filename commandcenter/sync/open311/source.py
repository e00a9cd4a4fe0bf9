"""A read-only source as something to follow: its mirror's folder, its limits, its worker."""

from __future__ import annotations

from commandcenter.models.freshness import DEFAULT_LIMIT_S
from commandcenter.models.mirror.folder import MirrorFolder
from commandcenter.setting import Settings
from commandcenter.sync.open311.address import parse_source
from commandcenter.sync.open311.engine import Wanted
from commandcenter.sync.open311.transport import SourceTransport
from commandcenter.sync.open311.walk import DAY_MS
from commandcenter.sync.open311.worker import PollWorker
from commandcenter.sync.source import Following
from commandcenter.sync.worker import Sinks

_PRINCIPAL = "read-only"


class ReadOnlySource:
    """Somebody else's server, asked again and again."""

    def __init__(self, settings: Settings) -> None:
        """Read its address.

        Raises:
            SourceAddressUnusable: If the setting names no source.
        """
        self._settings = settings
        self._address = parse_source(settings.source)
        self.read_only_name = self._address.host
        # One round may just have been missed by the time the next one ends.
        self.stale_after_s = settings.poll_interval_s + DEFAULT_LIMIT_S

    def open_folder(self) -> MirrorFolder:
        """Open the folder of this source; every address, parameters included, has its own."""
        path = self._settings.mirror or self._settings.home / "mirror" / self._address.folder_name
        folder = MirrorFolder.open(path)
        try:
            folder.bind(self._address.folder_name, _PRINCIPAL)
        except BaseException:
            folder.close()
            raise
        return folder

    def follow(self, folder: MirrorFolder, sinks: Sinks) -> Following:
        """Prepare a worker that polls."""
        worker = PollWorker(
            writer=folder.writer,
            reader=folder.reader,
            transport=SourceTransport(self._address),
            wanted=Wanted(
                service_codes=self._address.values("service_code"),
                statuses=self._address.values("status"),
                horizon_ms=self._settings.horizon_days * DAY_MS,
            ),
            interval_s=self._settings.poll_interval_s,
            sinks=sinks,
        )
        return Following(run=worker.run, beside={}, wake=_nothing_waits, stop=worker.stop, photo=None, who=None)


def _nothing_waits() -> None:
    """Acts are refused before they reach an outbox."""
