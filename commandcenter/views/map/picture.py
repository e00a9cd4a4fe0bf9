"""The map as a picture that stands alone: what is shown, when, of how many reports, and what of it is not real.

Owns the line below the map, and how it is put on paper. Refuses to leave out that data is simulated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrinter

from commandcenter.models.failure import Failure
from commandcenter.views.drawing import interface_font
from commandcenter.views.palette import Theme

_HEAD_PX = 23
_FOOT_PX = 6
_PAD_PX = 12
_ENDLESS_PX = 10_000
_MARGIN_MM = 12.0


class PictureUnsaved(Failure):
    """A picture that could not be written."""

    code = "map_picture_unsaved"
    template = "The picture could not be saved as {path}. Choose another folder, or a name that ends in .png or .pdf."


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below the map.

    Attributes:
        heading: What the map shows.
        note: When it was made, and whose the things on it are; takes as many lines as it needs.
        warning: That data is simulated; empty where it is not.
    """

    heading: str
    note: str
    warning: str


def captioned(shown: QPixmap, caption: Caption, theme: Theme) -> QImage:
    """Return a map with its caption below.

    Args:
        shown: The map as it is on the screen.
        caption: What to write.
        theme: Whose colours.
    """
    ratio = shown.devicePixelRatio()
    wide = shown.width() / ratio - 2 * _PAD_PX
    small = interface_font(12)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    noted = QFontMetricsF(small).boundingRect(QRectF(0, 0, wide, _ENDLESS_PX), int(flags), caption.note).height()
    foot_px = math.ceil(_HEAD_PX + noted + 2 * _FOOT_PX)
    width, height = shown.width(), shown.height() + round(foot_px * ratio)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, shown)
    top = shown.height() / ratio + _FOOT_PX
    upper, lower = QRectF(_PAD_PX, top, wide, _HEAD_PX), QRectF(_PAD_PX, top + _HEAD_PX, wide, noted)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(interface_font(13))
    painter.setPen(QColor(theme.text))
    painter.drawText(upper, int(left), caption.heading)
    painter.setPen(QColor(theme.dim_text))
    painter.setFont(small)
    painter.drawText(lower, int(flags), caption.note)
    painter.setPen(QColor(theme.caution))
    painter.setFont(interface_font(14))
    painter.drawText(upper, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), caption.warning)
    painter.end()
    return image


def save(image: QImage, path: Path) -> None:
    """Write a picture; as a page of its own if the name ends in .pdf.

    Raises:
        PictureUnsaved: If it could not be written.
    """
    if path.suffix.lower() == ".pdf":
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        lay_out(printer)
        written = put_on_paper(image, printer)
    else:
        written = image.save(str(path))
    if not written or not path.exists():
        raise PictureUnsaved(path=str(path))


def lay_out(printer: QPrinter) -> None:
    """Take a page of A4 on its side."""
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )


def put_on_paper(image: QImage, printer: QPrinter) -> bool:
    """Print a picture as large as its page takes; return whether the printer took it."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = QRectF(painter.viewport())
    size = image.size().scaled(page.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF((page.width() - size.width()) / 2, 0, size.width(), size.height())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, image, QRectF(0, 0, image.width(), image.height()))
    return painter.end()
