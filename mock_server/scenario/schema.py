"""The JSON Schema of a scenario, for editors: made from the table of keys.

Lives here: the schema. May not: any key of its own.
"""

from typing import Any

from .keys import KEYS


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12). A plain value may be what YAML makes of it: the reader takes it as it was typed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "portone-mock scenario",
        "type": "object",
        "properties": {
            name: {
                "description": f"{row.label.ko}\n{row.label.en}",
                "anyOf": [row.kind.schema(), {"type": "null"}],
            }
            for name, row in KEYS.items()
        },
        "additionalProperties": False,
    }
