"""What can be wrong with a file of facilities or gauges."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class BadFacilityFile(Failure):
    """A file that holds no facilities."""

    code = "bad_facility_file"
    template = "{path} can't be read as facilities: {what}. A GeoJSON file of points with a code and a name is needed."


class BadGaugeFile(Failure):
    """A file that holds no gauges."""

    code = "bad_gauge_file"
    template = (
        "{path} can't be read as gauges: {what}. What can be read: the JSON list of Jakarta's flood gates, or a CSV "
        "with a time column and a column NAME_cm for each gauge."
    )
