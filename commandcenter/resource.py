"""Where the files that are no code lie: icons, translations, catalogues, pages.

Owns the two places: inside the installed package, or beside it in a checkout.
"""

from __future__ import annotations

from pathlib import Path

from commandcenter.models.failure import Failure

_PACKAGE = Path(__file__).parent


class PagesNotBuilt(Failure):
    """The built pages are not there: a checkout in which set-up has not run, or not to its end."""

    code = "pages_not_built"
    template = (
        "The web pages have not been built: {path} is missing. Run ./run --setup in the checkout, then try again."
    )


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder under ``resources``.

    Args:
        parts: Path segments, such as ``"catalogue", "jakarta.json"``; what the front-end's build makes lies under
            ``"web"``: a folder a page, ``fonts``, ``icons``, ``licences.txt``.

    Raises:
        PagesNotBuilt: If a path under ``web`` does not exist. Elsewhere a missing file is the reader's to meet.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    path = root.joinpath(*parts)
    if parts[:1] == ("web",) and not path.exists():
        raise PagesNotBuilt(path=path)
    return path
