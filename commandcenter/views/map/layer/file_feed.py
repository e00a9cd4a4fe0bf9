"""Files of somebody's own as layers: each read once in the background and announced to the page.

Thread: the interface thread; reading runs on a thread of ``Reading``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from commandcenter.models.failure import Failure
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.map.layer.plan import LayerKind, LayerPlan
from commandcenter.views.map.layer.shape_file import ShapeFile, read_shape_file
from commandcenter.views.map.message import ReadShapes
from commandcenter.views.reading import Reading

_Source = tuple[str, str]
"""Path and part of a file."""


class FileFeed(QObject):
    """Reads the files of a plan.

    Emits:
        failed: A file can't be shown: its layer's key and the ``Failure`` that says why.
        shown: A file is there (its layer's key, and its ``ShapeFile``).
    """

    failed = Signal(str, object)
    shown = Signal(str, object)

    def __init__(self, reading: Reading, send: Callable[[ReadShapes], None], parent: QObject | None = None) -> None:
        """Begin without files."""
        super().__init__(parent)
        self._reading, self._send = reading, send
        self._asked: dict[str, _Source] = {}
        self._files: dict[str, ShapeFile | None] = {}
        self._visible: frozenset[str] = frozenset()
        self._revision = 0

    @property
    def is_settled(self) -> bool:
        """Whether every file was read, or could not be."""
        return self._asked.keys() == self._files.keys()

    def follow(self, plan: LayerPlan) -> None:
        """Read what is new in a plan, forget what has left it, and announce what is shown again."""
        wanted = {each.key: (each.file, each.part) for each in plan.layers if each.kind is LayerKind.FILE}
        kept = {key: source for key, source in self._asked.items() if wanted.get(key) == source}
        self._files = {key: file for key, file in self._files.items() if key in kept}
        self._asked = wanted
        before, self._visible = self._visible, plan.visible(LayerKind.FILE)
        for key in sorted(kept.keys() & (self._visible - before)):
            # A page forgets what it does not draw.
            if self._files.get(key) is not None:
                self._announce(key)
        for key, source in wanted.items():
            if key not in kept:
                self._reading.ask(_question(*source), self._taker(key, source))

    def announce(self) -> None:
        """Have a new page fetch the files that are there."""
        for key, file in self._files.items():
            if file is not None:
                self._announce(key)

    def content(self, key: str) -> bytes | None:
        """Return the shapes of a layer as the page fetches them; None where there are none."""
        file = self._files.get(key)
        return None if file is None else file.content

    def _taker(self, key: str, source: _Source) -> Callable[[ShapeFile | Failure], None]:
        def take(answer: ShapeFile | Failure) -> None:
            if self._asked.get(key) != source:
                return
            if isinstance(answer, Failure):
                self._files[key] = None
                self.failed.emit(key, answer)
                return
            self._files[key] = answer
            self._announce(key)
            self.shown.emit(key, answer)

        return take

    def _announce(self, key: str) -> None:
        self._revision += 1
        self._send(ReadShapes(key, self._revision))


def _question(file: str, part: str) -> Callable[[MirrorReader], ShapeFile | Failure]:
    def read(_reader: MirrorReader) -> ShapeFile | Failure:
        try:
            return read_shape_file(Path(file), part)
        except Failure as failure:
            return failure

    return read
