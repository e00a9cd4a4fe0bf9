"""Maps of servers that somebody laid over the map: which origins the page may reach for them, and how they fare.

Owns putting the key into the address, in the background, because a keyring may ask another program for it. The plan
holds addresses without keys; a key is in the message to the page and nowhere else.

Thread: the interface thread; keys are looked up on a thread of ``Reading``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from commandcenter.models.failure import Failure
from commandcenter.models.mirror.reader import MirrorReader
from commandcenter.views.map.base.online import OnlineSource, online_source, tile_origin
from commandcenter.views.map.layer.plan import Layer, LayerKind, LayerPlan
from commandcenter.views.map.message import SetTiles, TilesPainted
from commandcenter.views.reading import Reading

_log = logging.getLogger(__name__)


class TileKeys(Protocol):
    """Where the keys of servers lie, by the address with ``{key}`` in it.

    Thread: any; both may wait for another program.
    """

    def of(self, address: str) -> str:
        """Return a key; empty where there is none."""

    def keep(self, address: str, key: str) -> bool:
        """Keep a key; return whether it will still be there after a restart."""


class NoKeys:
    """Nowhere to keep a key: it is forgotten when the program ends."""

    def of(self, _address: str) -> str:
        """Return nothing."""
        return ""

    def keep(self, _address: str, _key: str) -> bool:
        """Keep nothing."""
        return False


class OnlineLayerSilent(Failure):
    """A server of which no tile came."""

    code = "online_layer_silent"
    template = (
        "No picture of {name} came from {origin}. Check the address, its layers and the key, and whether this computer "
        "reaches the server."
    )


class OnlineKeyMissing(Failure):
    """A server whose key is not here any more."""

    code = "online_key_missing"
    template = "The key of {name} is not on this computer. Remove the layer and add it again with its key."


@dataclass(frozen=True, slots=True)
class _Known:
    """A source with its key, as the page was told of it."""

    source: OnlineSource
    message: SetTiles


class OnlineFeed(QObject):
    """Tells the page of the servers in a plan.

    Emits:
        failed: A server can't be used, or sends nothing: its layer's key and the ``Failure`` that says why.
        shown: Tiles of a server are drawn (its layer's key).
        origins_changed: The page may reach others than before.
        key_kept: A key was taken: whether it will still be there after a restart.
    """

    failed = Signal(str, object)
    shown = Signal(str)
    origins_changed = Signal()
    key_kept = Signal(bool)

    def __init__(
        self, reading: Reading, keys: TileKeys, send: Callable[[SetTiles], None], parent: QObject | None = None
    ) -> None:
        """Begin without any."""
        super().__init__(parent)
        self._reading, self._keys, self._send = reading, keys, send
        self._given: dict[str, str] = {}
        self._asked: dict[str, Layer] = {}
        self._known: dict[str, _Known | None] = {}
        self._visible: frozenset[str] = frozenset()
        self._painted: dict[str, int] = {}
        self._silent: set[str] = set()
        self._origins: frozenset[str] = frozenset()
        self._revision = 0

    @property
    def origins(self) -> frozenset[str]:
        """The servers that the page may ask for pictures."""
        return self._origins

    @property
    def is_settled(self) -> bool:
        """Whether every server that is shown has been asked for what is in view."""
        told = {key: known.message.revision for key, known in self._known.items() if known is not None}
        is_known = self._asked.keys() == self._known.keys()
        return is_known and all(self._painted.get(key) == told[key] for key in self._visible & told.keys())

    def keep_key(self, address: str, key: str) -> None:
        """Take the key of an address for as long as the program runs, and have it kept for longer."""
        self._given[address] = key
        self._reading.ask(lambda _reader: self._keys.keep(address, key), self.key_kept.emit)

    def follow(self, plan: LayerPlan) -> None:
        """Find the keys of what is new in a plan, forget what has left it, and tell the page what is shown again."""
        wanted = {each.key: _lasting(each) for each in plan.layers if each.kind is LayerKind.ONLINE}
        before, self._visible = self._visible, plan.visible(LayerKind.ONLINE)
        kept = {key for key, layer in self._asked.items() if wanted.get(key) == layer}
        self._known = {key: known for key, known in self._known.items() if key in kept}
        self._silent &= kept
        self._asked = wanted
        origins = frozenset(tile_origin(layer.address) for layer in wanted.values())
        if origins != self._origins:
            self._origins = origins
            self.origins_changed.emit()
        for key in kept & (self._visible - before):
            self._tell(key)
        for key, layer in wanted.items():
            if key not in kept:
                self._reading.ask(_question(self._keys, self._given.get(layer.address), layer), self._taker(layer))

    def announce(self) -> None:
        """Tell a new page of all that are shown."""
        self._painted.clear()
        for key in sorted(self._visible):
            self._tell(key)

    def take_painted(self, painted: TilesPainted) -> None:
        """Hear from the page how it went."""
        known = self._known.get(painted.key)
        if known is None or known.message.revision != painted.revision:
            return
        self._painted[painted.key] = painted.revision
        if painted.drawn:
            self._silent.discard(painted.key)
            self.shown.emit(painted.key)
        elif painted.failed and painted.key not in self._silent:
            # Once until it is well again: a server that is gone is asked at every movement of the map.
            self._silent.add(painted.key)
            failure = OnlineLayerSilent(name=self._asked[painted.key].name, origin=known.source.origin)
            _log.warning("%s", failure)
            self.failed.emit(painted.key, failure)

    def _taker(self, layer: Layer) -> Callable[[OnlineSource | Failure], None]:
        def take(answer: OnlineSource | Failure) -> None:
            if self._asked.get(layer.key) != layer:
                return
            if isinstance(answer, Failure):
                self._known[layer.key] = None
                _log.warning("%s", answer)
                self.failed.emit(layer.key, answer)
                return
            message = SetTiles(
                layer.key, 0, answer.kind, answer.address, answer.max_zoom, layer.name, answer.attribution
            )
            self._known[layer.key] = _Known(answer, message)
            if layer.key in self._visible:
                self._tell(layer.key)

        return take

    def _tell(self, key: str) -> None:
        known = self._known.get(key)
        if known is None:
            return
        self._revision += 1
        message = replace(known.message, revision=self._revision)
        self._known[key] = replace(known, message=message)
        self._send(message)


def _lasting(layer: Layer) -> Layer:
    """Return a layer without its looks: other looks are no other server."""
    plain = Layer(layer.key, layer.kind)
    return replace(
        plain, name=layer.name, address=layer.address, attribution=layer.attribution, max_zoom=layer.max_zoom
    )


def _question(keys: TileKeys, given: str | None, layer: Layer) -> Callable[[MirrorReader], OnlineSource | Failure]:
    def find(_reader: MirrorReader) -> OnlineSource | Failure:
        key = given or (keys.of(layer.address) if "{key}" in layer.address else "")
        if not key and "{key}" in layer.address:
            return OnlineKeyMissing(name=layer.name)
        try:
            return online_source(layer.address, layer.attribution, key, layer.max_zoom)
        except Failure as failure:
            return failure

    return find
