"""What went wrong, as a value: a code, its parameters, and whether trying again can help.

Owns the one root of the errors that a user can meet. The sentence a user reads is made at the edge, in the
user's language, from the code and the parameters; the English template here is for logs and is the key of
the catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping


class Failure(Exception):  # noqa: N818 - it names what a user meets, not a fault of the program
    """Something a user must be told about.

    Attributes:
        code: Stable, snake_case; other people's programs may branch on it.
        template: English sentence with ``{name}`` fields: what happened and what to do.
        params: Values of the template's fields.
        retryable: Whether the same act may succeed later without being changed.
    """

    code: str = "failure"
    template: str = "Something went wrong."
    retryable: bool = False

    def __init__(self, **params: object) -> None:
        """Keep the parameters; they must fill every field of the template."""
        self.params: Mapping[str, object] = params
        super().__init__(self.template.format(**params))
