"""One request of the journal as the console shows it, in a line and whole.

Lives here: the markup of rows. May not: which rows are shown (journal.py).
"""

from typing import Any

from .html import Html, html
from .section import Visit
from .widgets import cut, tag


def status_of(status: int) -> Html:
    """The status, coloured by whether it was refused."""
    return tag(str(status), "good" if status < 400 else "bad")


def request_line(visit: Visit, row: dict[str, Any]) -> Html:
    """Method, path and status, with the reason of a refusal."""
    return html(
        '<a href="{}">{} <bdi>{}</bdi></a> {} {}{}',
        visit.link("requests", n=row["n"]),
        row["method"],
        cut(row["path"], 200),
        status_of(row["status"]),
        html("<code>{}</code>", row["errorType"]) if row["errorType"] else None,
        html('<span class="why" lang="en"><bdi>{}</bdi></span>', cut(row["why"], 500)) if row["why"] else None,
    )
