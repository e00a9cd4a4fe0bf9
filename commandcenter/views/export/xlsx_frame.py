"""What surrounds the sheets of a workbook (ECMA-376): its list of parts, their kinds, their links and the styles."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

DATE, BOLD = 1, 2
"""Styles of cells, as the list of them below counts."""

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f"{HEAD}<Relationships xmlns={quoteattr(_PACKAGE + '/relationships')}>"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MOST_SIGNS = 31
"""In a sheet's name."""

_STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_path(number: int) -> str:
    """Return where a sheet lies in the package, counted from 1."""
    return f"xl/worksheets/sheet{number}.xml"


def write_frame(book: ZipFile, names: Sequence[str]) -> None:
    """Write everything but the sheets.

    Args:
        book: The package.
        names: Of the sheets, in their order.
    """
    numbers = range(1, len(names) + 1)
    kinds = [_override(sheet_path(number), "worksheet") for number in numbers]
    kinds += [_override("xl/workbook.xml", "sheet.main"), _override("xl/styles.xml", "styles")]
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    book.writestr(
        "[Content_Types].xml", f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{relations}{"".join(kinds)}</Types>'
    )
    book.writestr("_rels/.rels", f"{_RELATIONS}{_relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>")
    sheets = "".join(
        f'<sheet name={quoteattr(name[:_MOST_SIGNS])} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    book.writestr(
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>',
    )
    links = [_relation(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    links.append(_relation(len(names) + 1, "styles", "styles.xml"))
    book.writestr("xl/_rels/workbook.xml.rels", f"{_RELATIONS}{''.join(links)}</Relationships>")
    book.writestr("xl/styles.xml", _STYLES)


def _override(path: str, kind: str) -> str:
    return f'<Override PartName="/{path}" ContentType="{_KIND}{kind}+xml"/>'


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
