"""`python -m tests.docs`: bring the generated parts of the documents up to date, and name the pages that changed."""

import sys

from tests.docs.pages import PAGES, ROOT
from tests.docs.tables import write

for page in write(PAGES):
    sys.stdout.write(f"{page.relative_to(ROOT)}\n")
