"""`python -m tests.docs`: bring up to date the generated parts of the documents, the prepared ones and
the schema of scenarios, and name what changed."""

import sys

from tests.docs import prepared, scenarios
from tests.docs.pages import PAGES, ROOT
from tests.docs.tables import write

for page in (*prepared.write(), *scenarios.write(), *write(PAGES)):
    sys.stdout.write(f"{page.relative_to(ROOT)}\n")
