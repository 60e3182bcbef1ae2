"""`python -m tests.docs`: bring the generated parts of the documents and `fixtures/prepared.json` up to date, and name
what changed."""

import sys

from tests.docs import prepared
from tests.docs.pages import PAGES, ROOT
from tests.docs.tables import write

for page in (*prepared.write(), *write(PAGES)):
    sys.stdout.write(f"{page.relative_to(ROOT)}\n")
