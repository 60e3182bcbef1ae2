"""What Schemathesis is told beyond the document of the tester's paths: waiting costs time, and nothing else.

Lives here: the hook, which `st` loads through SCHEMATHESIS_HOOKS. May not: checks, or anything that leaves cases out.
"""

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """Wait for hundredths of the seconds that were made up: `timeout` may be 60, and nothing will come."""
    query = case.query if isinstance(case.query, dict) else {}
    timeout = query.get("timeout")
    if (isinstance(timeout, int | float) and not isinstance(timeout, bool) and 0 < timeout <= 60) or (
        "count" in query and timeout is None
    ):
        query["timeout"] = 0.01
