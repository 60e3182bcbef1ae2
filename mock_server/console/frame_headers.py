"""The headers of what the console answers.

Lives here: the policies that keep its pages to themselves. May not: markup.
"""

from typing import Final

from ..answer import Headers

# Nothing comes from elsewhere, nothing runs that stands in a page, and no page may frame this one. `same-origin` and
# not `no-referrer`: under that browsers send `Origin: null` with the console's own forms.
_POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    b"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SAFE: Final[Headers] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-robots-tag", b"noindex"),
)
HEADERS: Final[Headers] = (
    *SAFE,
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", _POLICY),
    (b"referrer-policy", b"same-origin"),
    (b"vary", b"Accept-Language, Cookie"),
)
