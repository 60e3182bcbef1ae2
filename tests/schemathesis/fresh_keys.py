"""What Schemathesis is told beyond our document: what a client knows of an Idempotency-Key.

Lives here: the hook, which `st` loads through SCHEMATHESIS_HOOKS. May not: checks, or anything that leaves cases out.
"""

import itertools
from typing import Any

import schemathesis

_numbers = itertools.count()


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """A key of its own for each request, as long and of the same form as the one that was made up.

    Two different requests under one key are refused (422), and no schema of a header can say so.
    """
    key = case.headers.get("Idempotency-Key") if case.headers else None
    if isinstance(key, str) and len(key) >= 16:
        case.headers["Idempotency-Key"] = f"{key[:1]}{next(_numbers):08x}{key[9:]}"
