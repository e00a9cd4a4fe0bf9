"""A mapping as tables that people read: columns, statuses, types, rules. Markdown, as in docs/imports.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commandcenter.store.intake.mapping import ReportMapping, Standing

_REFUSED = "refused"


def mapping_tables(mapping: ReportMapping) -> str:
    """Return all that a mapping says."""
    return "\n".join(_lines(mapping)) + "\n"


def fields_by_column(mapping: ReportMapping) -> dict[str, str]:
    """Return what each column that is read becomes; some become more than one thing."""
    fields: dict[str, str] = {}
    for column, field in mapping.fields():
        fields[column] = f"{fields[column]}, {field}" if column in fields else field
    return fields


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a Markdown table; bars inside a cell are escaped."""
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in (head, *rows)]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return [lines[0], "|" + " --- |" * len(head), *lines[1:]]


def state_text(standing: Standing | None) -> str:
    """Return our word for a status, with the reason that goes along."""
    if standing is None:
        return _REFUSED
    return f"{standing.state.value} ({standing.note})" if standing.note else standing.state.value


def _lines(mapping: ReportMapping) -> Iterator[str]:
    yield f"**{mapping.name}**: {mapping.title}. Source of the identity: `{mapping.source}`."
    if mapping.about:
        yield from ("", mapping.about)
    yield ""
    yield from table(
        ("column", "becomes"), [(f"`{column}`", field) for column, field in fields_by_column(mapping).items()]
    )
    yield from (
        "",
        f"Times: {mapping.time.order}, zone {mapping.time.zone} where no offset stands. {mapping.time.about}",
    )
    if mapping.time.early_closing_s:
        yield (
            f"A closing up to {mapping.time.early_closing_s} s before the reporting is taken for its moment; an "
            "earlier one is refused."
        )
    where = "refused" if mapping.place.missing == "reject" else "kept without a place"
    yield f"A row without a position, or with (0, 0), is {where}."
    yield ""
    if mapping.status.table:
        rows = [(text or "(blank)", state_text(standing)) for text, standing in mapping.status.table.items()]
        yield from table((f"`{mapping.status.column}`", "our state"), [*rows, ("anything else", _REFUSED)])
    else:
        yield "The file says no status: every report waits."
    yield ""
    yield from _types(mapping)
    yield ""
    if mapping.categories:
        categories = [
            (one.code, one.name_id, one.name_en, _hours(one.first_response_s), _hours(one.closing_s), one.publication)
            for one in mapping.new_categories()
        ]
        yield "Added to the catalogue where absent, with assumed limits:"
        yield ""
        yield from table(("category", "Indonesian", "English", "response", "closing", "publication"), categories)


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:g} h"


def _types(mapping: ReportMapping) -> Iterator[str]:
    rule = mapping.category
    if not rule.column:
        yield f"Every report is of the category {rule.default}."
        return
    rows = [(text or "(blank)", code or _REFUSED) for text, code in rule.table.items()]
    if rule.catalogue:
        rows.append((f"code or name of the catalogue `{rule.catalogue}`", "that category"))
    rows.append(("anything else", rule.default or _REFUSED))
    yield from table((f"`{rule.column}`", "category"), rows)
