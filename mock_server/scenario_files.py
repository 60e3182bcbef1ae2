"""Scenario files on the tester's side: no call makes a mock read a file, so what is in one is read here and sent.

Lives here: telling a file from a name, and reading it. May not: what a scenario means (scenario/, loaded for one only).
"""

import os
from typing import Any


def is_file(name: object) -> bool:
    """Whether this is the file of a scenario and not its name: a path, or a text with a dot or a slash in it."""
    return isinstance(name, os.PathLike) or (isinstance(name, str) and any(mark in name for mark in "./\\"))


def with_files_read(scenario: object) -> object:
    """A scenario (a name, a file, itself, or a list of those) with what is in each file, what that extends included.

    ScenarioError, with file, line and column, for a file that cannot be loaded.
    """
    if isinstance(scenario, list | tuple):
        return [with_files_read(part) for part in scenario]
    return _members(scenario) if is_file(scenario) else scenario


def _members(file: Any) -> dict[str, Any]:
    from .scenario import load_file

    return dict(load_file(file).document)
