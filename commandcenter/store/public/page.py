"""The pages that the store writes itself: one report, no such report, and about the data. They work without a script.

Owns what stands on them. What search engines and messengers read of a report is said in Open Graph's words; a report
that is not public and one that does not exist give the same page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from commandcenter.models.photo import PhotoSize
from commandcenter.models.report import TransitionKind
from commandcenter.models.state import STATES, State
from commandcenter.store.language import LANGUAGES
from commandcenter.store.public.document import MOST_ENTRIES
from commandcenter.store.public.html import Html, element, joined
from commandcenter.store.public.listing import MOST_IN_A_FILE
from commandcenter.store.public.report import PublicReport, Step, photo_address
from commandcenter.store.public.sensitive import LEAST
from commandcenter.store.public.wording import (
    AGE,
    APPROXIMATE,
    CONDITIONS,
    COUNTED,
    COVERED,
    ELSEWHERE,
    FIGURES,
    LICENCE,
    NOBODY,
    PLACES,
    PLAIN,
    SENSITIVE,
    SHOWN,
    SOME_SIMULATED,
    SOURCES,
    STAGES,
    STEPS,
    category_name,
    day_words,
    moment_words,
    number_words,
    say,
    state_word,
)

_FILLED, _STROKED = "filled", "stroked"

SHAPES: Mapping[State, tuple[str, str]] = MappingProxyType(
    {
        State.WAITING: (_FILLED, "M0 -1L1 .82L-1 .82Z"),
        State.COORDINATING: (_FILLED, "M0 -1.08L1.08 0L0 1.08L-1.08 0Z"),
        State.DELEGATED: (_FILLED, "M0 -1.05L1 -.32L.62 .85L-.62 .85L-1 -.32Z"),
        State.IN_PROGRESS: (_FILLED, "M-.9 0A.9 .9 0 1 1 .9 0A.9 .9 0 1 1 -.9 0Z"),
        State.ESTIMATED: (_FILLED, "M-.85 -1L.85 -1L.18 0L.85 1L-.85 1L-.18 0Z"),
        State.DONE: (_STROKED, "M-.85 .08L-.25 .68L.85 -.62"),
        State.REJECTED: (_STROKED, "M-.7 -.7L.7 .7M.7 -.7L-.7 .7"),
        State.REOPENED: (_STROKED, "M-.65 -.55A.85 .85 0 1 1 -.65 .55M-.65 -1.1L-.65 -.5L-.05 -.5"),
    }
)
"""How the shape of each state is drawn, in a box from -1 to 1; the outlines of ``web/src/core/shape.ts``."""

_DESCRIPTION_CHARS = 160


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page needs to know besides what it is about.

    Attributes:
        language: Of its words.
        base_url: Where the store is reached, without a slash at its end.
        path: Of this page, such as ``/data``.
        styles: Addresses of its style sheets.
    """

    language: str
    base_url: str
    path: str
    styles: tuple[str, ...]

    def say(self, text: str, **values: object) -> str:
        """Return a text in the page's language."""
        return say(text, self.language, **values)

    def link(self, path: str) -> str:
        """Return the address of another page in the same language."""
        return path if self.language == LANGUAGES[0] else f"{path}?lang={self.language}"


def report_page(found: PublicReport, around: Surroundings) -> str:
    """Return the page of one report."""
    report, language, say_ = found.report, around.language, around.say
    name = category_name(found.category, language)
    place = found.area.name if found.area is not None else ""
    title = say_("{category} in {area}", category=name, area=place) if place else name
    heading = f"{title} · {state_word(report.state, language)}"
    picture = photo_address(found.photos[0], PhotoSize.MEDIUM) if found.photos else f"/laporan/{report.number}.png"
    meta = _open_graph(around, heading, _shortened(report.description) or say_(PLAIN[report.state]), picture)
    facts = _facts(found, around)
    body = joined(
        element("p", say_("Simulated data: none of this happened."), class_="banner") if report.simulated else None,
        element(
            "main",
            element("p", say_("Report {number}", number=report.number), class_="dim"),
            element("h2", title),
            element(
                "p",
                _state(report.state, language),
            ),
            element("p", say_(PLAIN[report.state])),
            element("dl", *facts, class_="facts"),
            element("h3", say_("What it says")),
            element("p", report.description or say_("No words were sent."), class_="words"),
            _photos(found, around),
            element("h3", say_("What happened")),
            element("ol", *(_step(step, around) for step in found.steps), class_="steps"),
            element("p", element("a", say_("Show on the map"), href=f"{around.link('/')}#/report/{report.number}")),
            id="content",
            class_="sheet",
        ),
    )
    return _document(around, f"{heading} · {report.number}", meta, body)


def missing_page(around: Surroundings) -> str:
    """Return the page for a number that the public finds nothing under; it says nothing of the number."""
    title = around.say("There is no such public report")
    body = element(
        "main",
        element("h2", title),
        element("p", around.say(ELSEWHERE)),
        element("p", element("a", around.say("Public map"), href=around.link("/"))),
        element("p", element("a", around.say("Report something"), href=around.link("/lapor"))),
        id="content",
        class_="sheet",
    )
    return _document(around, title, element("meta", name="robots", content="noindex"), body)


@dataclass(frozen=True, slots=True)
class DataState:
    """What there is to say of the data at present.

    Attributes:
        as_of: When they were known to be complete.
        simulated: Whether any report is simulated.
        approximate: Whether any border is a stand-in.
        sensitive: Names of the sensitive categories.
        contact: Whom the city names as its contact; empty: nobody.
    """

    as_of: datetime
    simulated: bool
    approximate: bool
    sensitive: Sequence[str]
    contact: str


def data_page(data: DataState, around: Surroundings) -> str:
    """Return the page about the data."""
    say_, language = around.say, around.language
    most, entries = number_words(MOST_IN_A_FILE, language), number_words(MOST_ENTRIES, language)
    files = (
        ("/v1/public/reports.geojson", say_("Reports as GeoJSON, at most {most}", most=most)),
        ("/v1/public/reports.csv", say_("Reports as a table (CSV), at most {most}", most=most)),
        ("/v1/public/reports.atom", say_("The newest {most} as a feed (Atom with GeoRSS)", most=entries)),
        ("/open311/v2/requests.csv", say_("All public requests of the last 90 days by Open311 (CSV)")),
        ("/open311/discovery.json", say_("Open311, with all that it offers")),
    )
    body = joined(
        element("p", say_("Simulated data: none of this happened."), class_="banner") if data.simulated else None,
        element(
            "main",
            _section(around, "What is shown", SHOWN, NOBODY),
            _section(around, "Where the reports come from", SOURCES, SOME_SIMULATED if data.simulated else None),
            element("h2", say_("The states")),
            _table(
                (say_("Status"), say_("Meaning")),
                [(_state(state, language), f"{say_(PLAIN[state])} ({state.value})") for state in STATES],
            ),
            _section(around, "The figures of the areas", COUNTED),
            _table((say_("Figure"), say_("Definition")), [(say_(name), say_(text)) for name, text in FIGURES]),
            element("h2", say_("Sensitive categories")),
            element("p", ", ".join(data.sensitive)) if data.sensitive else None,
            element("p", say_(SENSITIVE, least=LEAST)),
            _section(around, "Places and borders", PLACES, APPROXIMATE if data.approximate else None),
            element("h2", say_("How old it is")),
            element("p", say_(AGE, moment=moment_words(data.as_of, language))),
            element("h2", say_("Files and addresses for programs")),
            element("ul", *(element("li", element("a", words, href=path)) for path, words in files)),
            element("p", say_(CONDITIONS)),
            element("h2", say_("Who may use it")),
            element("p", say_(LICENCE, contact=data.contact or say_("the city"))),
            id="content",
            class_="sheet prose",
        ),
    )
    title = say_("About the data")
    return _document(around, title, _open_graph(around, title, say_(SHOWN), None), body)


def _facts(found: PublicReport, around: Surroundings) -> list[Html]:
    report, language, say_ = found.report, around.language, around.say
    place = ", ".join(part for part in (report.address, None if found.area is None else found.area.name) if part)
    facts = [
        (say_("Place"), place),
        (say_("Reported"), moment_words(report.created_at, language)),
        (say_("Closed on"), "" if report.closed_at is None else moment_words(report.closed_at, language)),
        (say_("Due"), moment_words(report.close_by, language) if report.closed_at is None else ""),
        (say_("Promised for"), "" if report.expected_at is None else day_words(report.expected_at, language)),
        (say_("Answers for it"), report.agency or ""),
        (
            say_("Supported by"),
            say_("{count} others", count=number_words(report.supporters, language)) if report.supporters else "",
        ),
    ]
    return [joined(element("dt", name), element("dd", value)) for name, value in facts if value]


def _photos(found: PublicReport, around: Surroundings) -> Html | None:
    if not found.photos:
        return None
    pictures = []
    for number, photo in enumerate(found.photos, 1):
        stage = around.say(STAGES.get(photo.stage, "During the work"))
        moment = moment_words(photo.recorded_at, around.language)
        alt = around.say("Photo {number}, {stage}, {moment}", number=number, stage=stage, moment=moment)
        image = element("img", src=photo_address(photo, PhotoSize.MEDIUM), alt=alt, loading="lazy")
        pictures.append(element("figure", image, element("figcaption", f"{stage} · {moment}")))
    return joined(
        element("h3", around.say("Photos")),
        element("div", *pictures, class_="photos"),
        element("p", around.say(COVERED), class_="dim"),
    )


def _state(state: State, language: str) -> Html:
    drawn, path = SHAPES[state]
    shape = element(
        "svg", element("path", d=path), class_=f"shape shape-{drawn}", viewBox="-1.3 -1.3 2.6 2.6", aria_hidden="true"
    )
    return element("span", shape, f" {state_word(state, language)}", class_=f"state state-{state.value}")


def _step(step: Step, around: Surroundings) -> Html:
    moment = element("span", moment_words(step.acted_at, around.language), class_="dim")
    if step.kind is TransitionKind.MOVED:
        told = _state(step.state, around.language)
    else:
        told = element("span", around.say(STEPS[step.kind]))
    answer = element("blockquote", step.answer, class_="words") if step.answer else None
    return element("li", told, " · ", moment, answer)


def _section(around: Surroundings, heading: str, *texts: str | None) -> Html:
    return joined(
        element("h2", around.say(heading)), *(element("p", around.say(text)) for text in texts if text is not None)
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[Html | str]]) -> Html:
    return element(
        "table",
        element("thead", element("tr", *(element("th", word, scope="col") for word in head))),
        element(
            "tbody",
            *(
                element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:]))
                for row in rows
            ),
        ),
    )


def _open_graph(around: Surroundings, title: str, description: str, picture: str | None) -> Html:
    given = {
        "og:type": "article" if picture else "website",
        "og:site_name": around.say("Public map"),
        "og:title": title,
        "og:description": _shortened(description),
        "og:url": around.base_url + around.path,
        "og:locale": "id_ID" if around.language == "id" else "en_GB",
        "og:image": None if picture is None else around.base_url + picture,
    }
    return joined(
        element("link", rel="canonical", href=around.base_url + around.path),
        element("meta", name="description", content=_shortened(description)),
        element("meta", name="twitter:card", content="summary_large_image" if picture else "summary"),
        *(element("meta", property=name, content=value) for name, value in given.items() if value is not None),
    )


def _document(around: Surroundings, title: str, meta: Html, body: Html) -> str:
    other = next(each for each in LANGUAGES if each != around.language)
    path = around.path if other == LANGUAGES[0] else f"{around.path}?lang={other}"
    language_name = {"id": "Bahasa Indonesia", "en": "English"}[other]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        meta,
        *(element("link", rel="stylesheet", href=style) for style in around.styles),
    )
    top = element(
        "header",
        element("h1", element("a", around.say("Public map"), href=around.link("/"))),
        element(
            "nav",
            element("a", around.say("About the data"), href=around.link("/data")),
            element("a", language_name, href=path, lang=other, hreflang=other),
            class_="top-actions",
        ),
        class_="top",
    )
    page = element("html", head, element("body", top, body, class_="written"), lang=around.language)
    return f"<!doctype html>\n{page.markup}\n"


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _DESCRIPTION_CHARS else f"{words[: _DESCRIPTION_CHARS - 1].rstrip()}…"
