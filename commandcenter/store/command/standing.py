"""Options that say for what part of the city somebody stands, shared by keys and accounts."""

from __future__ import annotations

import argparse

from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.scope import Scope


def add_standing_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--area", metavar="CODE", help="this area and all below it; default: the whole city")
    parser.add_argument("--agency", metavar="CODE", help="what was handed to this agency")
    parser.add_argument("--holder", metavar="CODE", help="the crew or facility that it stands for")


def scope_of(options: argparse.Namespace) -> Scope:
    """Return the scope that the options say."""
    return Scope(
        None if options.area is None else AreaCode(options.area),
        None if options.agency is None else AgencyCode(options.agency),
    )


def standing_words(scope: Scope) -> str:
    """Return a scope in words for a list; the whole city is no word."""
    said = (("area", scope.area), ("agency", scope.agency))
    return ", ".join(f"{kind} {code}" for kind, code in said if code is not None)
