"""JUnit's XML, as servers of continuous integration read it.

Lives here: the form. May not: what is a failure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Xml

# What XML 1.0 cannot hold.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class TestCase:
    """One case: failed with a message and its details, skipped for a reason, in error, or passed; it took `seconds`."""

    __test__ = False  # pytest would take it for a test

    classname: str
    name: str
    failed: str | None = None
    details: str = ""
    skipped: str | None = None
    error: str | None = None
    seconds: float = 0.0


def as_xml(suite_name: str, cases: Sequence[TestCase]) -> str:
    """One suite of these cases."""
    totals = {
        "tests": str(len(cases)),
        "failures": str(sum(one.failed is not None for one in cases)),
        "errors": str(sum(one.error is not None for one in cases)),
        "skipped": str(sum(one.skipped is not None for one in cases)),
        "time": _time(sum(one.seconds for one in cases)),
    }
    root = Xml.Element("testsuites", {"name": "portone-contracts", **totals})
    suite = Xml.SubElement(root, "testsuite", {"name": _xml(suite_name), **totals})
    suite.extend(map(_element, cases))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _element(one: TestCase) -> Xml.Element:
    case = Xml.Element("testcase", {"classname": one.classname, "name": _xml(one.name), "time": _time(one.seconds)})
    if one.skipped is not None:
        Xml.SubElement(case, "skipped", {"message": _xml(one.skipped)})
    if one.failed is not None:
        Xml.SubElement(case, "failure", {"message": _xml(one.failed)}).text = _xml(one.details)
    if one.error is not None:
        Xml.SubElement(case, "error", {"message": _xml(one.error)})
    return case


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("�", text)
