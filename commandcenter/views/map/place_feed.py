"""Where the map looks: what it opens with, the chosen report, and what is brought into view.

Owns the rule that a selection made elsewhere moves the map only if its place is not in view, and that the opening
view is not imposed on somebody who has moved the map.

Thread: the interface thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from commandcenter.models.board.change_set import Flag
from commandcenter.models.board.generation import Generation
from commandcenter.models.freshness import Freshness, Phase
from commandcenter.models.identity import ReportId
from commandcenter.models.place import LonLat
from commandcenter.views.desk import Desk
from commandcenter.views.map.marking import Marking, box_of_members, box_of_reports
from commandcenter.views.map.message import ClusterOpened, FitView, Reveal, SetSelection

REVEAL_ZOOM = 15.0
"""Least zoom to arrive at when a report is brought into view: its street can be told from the next."""

OPENING_ZOOM = 15.0
DEEPEST_ZOOM = 19.0

_LOADING = frozenset({Phase.STARTING, Phase.LOADING})

PlaceMessage = SetSelection | Reveal | FitView


class PlaceFeed(QObject):
    """Sends what the map should look at."""

    def __init__(self, desk: Desk, send: Callable[[PlaceMessage], None], parent: QObject | None = None) -> None:
        """Follow a desk's selection.

        Args:
            desk: Whose selection and board.
            send: Takes the messages.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk = desk
        self._send = send
        self._selection = SetSelection("", 0, 0, placed=False)
        self._home: tuple[LonLat, LonLat] | None = None
        self._opened_with = 0
        self._loading = True
        desk.selection_changed.connect(self._send_selection)
        desk.board_changed.connect(self._on_board)
        desk.reveal_requested.connect(self._reveal)
        desk.freshness_changed.connect(self._on_freshness)

    def restart(self) -> None:
        """Tell a new page everything."""
        self._selection = SetSelection("", 0, 0, placed=False)
        self._send_selection()
        self._open()

    def open_with(self, south_west: LonLat, north_east: LonLat) -> None:
        """Have a fresh map show a box of the caller's, rather than where the reports are."""
        self._home = (south_west, north_east)
        self._open()

    def fit(self, south_west: LonLat, north_east: LonLat, max_zoom: float = DEEPEST_ZOOM) -> None:
        """Show all of a box."""
        self._send(FitView(south_west.lon, south_west.lat, north_east.lon, north_east.lat, max_zoom, opening=False))

    def open_cluster(self, opened: ClusterOpened, marking: Marking) -> None:
        """Go near enough to tell a cluster's reports apart; where no zoom can, choose one after the other."""
        members = marking.members_at(opened.x, opened.y)
        if not len(members):
            return
        if not opened.deepest:
            self.fit(*box_of_members(marking, members))
            return
        ids = members.tolist()
        chosen = self._desk.selection
        following = ids.index(chosen) + 1 if chosen in ids else 0
        self._desk.select(ReportId(ids[following % len(ids)]))

    def _open(self) -> None:
        self._opened_with = len(self._desk.generation)
        box = self._home or box_of_reports(self._desk.generation)
        if box is not None:
            (south_west, north_east) = box
            self._send(
                FitView(
                    south_west.lon,
                    south_west.lat,
                    north_east.lon,
                    north_east.lat,
                    OPENING_ZOOM,
                    opening=True,
                )
            )

    def _on_board(self, generation: Generation, _change: object) -> None:
        self._send_selection()
        if self._opened_with == 0 and len(generation) > 0:
            self._open()

    def _on_freshness(self, freshness: Freshness) -> None:
        """Fit once more when a first load is through: the first of its pages held a part of the city only."""
        was_loading, self._loading = self._loading, freshness.phase in _LOADING
        if was_loading and not self._loading and len(self._desk.generation) > self._opened_with:
            self._open()

    def _send_selection(self, *_changed: object) -> None:
        selection = self._selection_now()
        if selection != self._selection:
            self._selection = selection
            self._send(selection)

    def _selection_now(self) -> SetSelection:
        report = self._desk.selection
        place = None if report is None else _world_place(self._desk.generation, report)
        x, y = place or (0, 0)
        return SetSelection("" if report is None else str(report), x, y, placed=place is not None)

    def _reveal(self, report: ReportId) -> None:
        place = _world_place(self._desk.generation, report)
        if place is not None:
            self._send(Reveal(*place, zoom=REVEAL_ZOOM))


def _world_place(generation: Generation, report: ReportId) -> tuple[int, int] | None:
    """Return a report's place in world units, or None if it has none or is not on the board."""
    row = generation.row_of(report)
    if row is None or not generation.value("flags", row) & Flag.HAS_PLACE:
        return None
    return generation.value("x", row), generation.value("y", row)
