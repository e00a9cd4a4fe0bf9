"""Options that say who somebody is and for what part of the city they stand, shared by keys and accounts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from commandcenter.models.identity import AgencyCode, AreaCode
from commandcenter.models.role import Role
from commandcenter.models.scope import Scope


def add_standing_options(parser: argparse.ArgumentParser, roles: Sequence[Role], name_help: str) -> None:
    """Add the options; ``name_help`` says what the name is for."""
    parser.add_argument("--name", required=True, type=_name, help=name_help)
    parser.add_argument("--role", required=True, choices=[role.value for role in roles])
    parser.add_argument("--area", metavar="CODE", help="this area and all below it; default: the whole city")
    parser.add_argument("--agency", metavar="CODE", help="what was handed to this agency")
    parser.add_argument(
        "--holder",
        metavar="CODE",
        help="its crew, or its facilities and gauges with commas between",
    )


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


def standing_json(role: Role, scope: Scope, holder: str | None) -> dict[str, object]:
    """Return who somebody is and what they stand for as JSON types."""
    return {"role": role.value, "area": scope.area, "agency": scope.agency, "holder": holder}


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise argparse.ArgumentTypeError("a name is needed: what acts are signed with")
    return name
