"""`python -m tests.law`: write what the server answers into the law file.

Lives here: the command. May not: anything else (examples.py).
"""

from tests.law.examples import written
from tests.yardstick import LAW

LAW.write_text(written(LAW.read_text(encoding="utf-8")), encoding="utf-8")
