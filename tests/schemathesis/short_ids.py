"""What Schemathesis is told beyond PortOne's document: ids end somewhere.

Lives here: the hook, which `st` loads through SCHEMATHESIS_HOOKS. May not: checks, or anything that leaves cases out.
"""

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """Ids of at most 200 characters: PortOne's document names no limit, this mock has one (400 beyond it)."""
    id_ = (case.path_parameters or {}).get("identityVerificationId")
    if isinstance(id_, str):
        case.path_parameters["identityVerificationId"] = id_[:200]
