"""`python -m tests.law`: write what the server answers into the law files.

Lives here: the command. May not: anything else (examples.py, tests/control/tour.py).
"""

from tests.control import tour
from tests.law.examples import written
from tests.yardstick import LAW

LAW.write_text(written(LAW.read_text(encoding="utf-8")), encoding="utf-8")
tour.CONTROL.write_text(tour.written(tour.CONTROL.read_text(encoding="utf-8")), encoding="utf-8")
