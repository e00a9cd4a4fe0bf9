"""People by area, from a table that somebody chose: the areas of the city don't carry them.

A heading line and two columns are needed: one with the areas' codes, one with numbers of people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from commandcenter.models.area_tree import AreaTree
from commandcenter.models.failure import Failure
from commandcenter.models.identity import AreaCode

CODE_COLUMNS = ("code", "kode", "area", "kode_kelurahan", "kode_wilayah")
PEOPLE_COLUMNS = ("population", "penduduk", "jumlah_penduduk", "jumlah", "people")
MAX_BYTES = 20_000_000


class PopulationUnreadable(Failure):
    """A table that says of no area how many people live there."""

    code = "population_unreadable"
    template = (
        "{path} gives no numbers of people by area: {what}. A CSV file with a heading line is needed, with the areas' "
        "codes in a column named code or kode, and people in one named population or penduduk."
    )


def read_population(path: Path, tree: AreaTree) -> Mapping[AreaCode, int]:
    """Return people by area; an area that is not in the table has what those below it have together.

    Raises:
        PopulationUnreadable: If it is no such table.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PopulationUnreadable(path=path.name, what="it is far too large")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PopulationUnreadable(path=path.name, what=str(error)) from error
    delimiter = "," if text.count(",") >= text.count(";") else ";"
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = {name.strip().lower(): name for name in reader.fieldnames or () if name}
    code = next((names[each] for each in CODE_COLUMNS if each in names), None)
    people = next((names[each] for each in PEOPLE_COLUMNS if each in names), None)
    if code is None or people is None:
        raise PopulationUnreadable(path=path.name, what="it lacks one of the two columns")
    own: dict[AreaCode, int] = {}
    for row in reader:
        digits = "".join(each for each in row[people] or "" if each.isdigit())
        area = AreaCode((row[code] or "").strip())
        if area and digits:
            own[area] = own.get(area, 0) + int(digits)
    if not own:
        raise PopulationUnreadable(path=path.name, what="no line has a code and a number")
    found = dict(own)
    for area, count in own.items():
        for upper in tree.steps(area)[1:]:
            if upper not in own:
                found[upper] = found.get(upper, 0) + count
    return found
