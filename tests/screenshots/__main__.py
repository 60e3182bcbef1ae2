"""python -m tests.screenshots: take every picture anew, and name those that changed.

Lives here: the command. May not: what is in a picture (pictures.py).
"""

import sys

from tests.window.chromium import missing_browser

from .pictures import FOLDER, take


def main() -> None:
    missing = missing_browser()
    if missing is not None:
        raise SystemExit(f"python -m tests.screenshots: {missing}")
    for name in take(FOLDER):
        sys.stdout.write(f"docs/images/{name}\n")


if __name__ == "__main__":
    main()
