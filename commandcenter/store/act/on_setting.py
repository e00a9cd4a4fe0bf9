"""The acts on what a city is set up with, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commandcenter.models.intent import IntentKind
from commandcenter.store.act.outcome import Act, Outcome
from commandcenter.store.act.set_agency import set_agency
from commandcenter.store.act.set_category import set_category
from commandcenter.store.act.set_offer import set_offer
from commandcenter.store.act.set_route import set_route
from commandcenter.store.act.set_setting import set_setting
from commandcenter.store.act.set_template import set_template

ON_SETTING: Mapping[IntentKind, Callable[[Act], Outcome]] = {
    IntentKind.SET_SETTING: set_setting,
    IntentKind.SET_CATEGORY: set_category,
    IntentKind.SET_OFFER: set_offer,
    IntentKind.SET_AGENCY: set_agency,
    IntentKind.SET_ROUTE: set_route,
    IntentKind.SET_TEMPLATE: set_template,
}
