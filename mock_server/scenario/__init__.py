"""Scenarios: the state that a sandbox starts from, read strictly by name, from a file or inline.

The door of this package: what the server and the command line use of it.
"""

from .errors import LANGUAGES, ScenarioError
from .loading import Scenario, load_file, load_fresh, load_scenario, load_text, merge, of_document, steps_of
from .parts import shipped, source_of
from .schema import json_schema

__all__ = [
    "LANGUAGES",
    "Scenario",
    "ScenarioError",
    "json_schema",
    "load_file",
    "load_fresh",
    "load_scenario",
    "load_text",
    "merge",
    "of_document",
    "shipped",
    "source_of",
    "steps_of",
]
