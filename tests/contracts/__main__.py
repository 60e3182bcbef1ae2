"""`python -m tests.contracts`: run every wrong server against every contract, and tell where the catalogue is wrong."""

import sys

from tests.contracts.broken_servers import CATALOGUE
from tests.contracts.matrix import whole_matrix


def main() -> int:
    """Prints a line for each server; 1 where one breaks other contracts than the catalogue says."""
    wrong = 0
    for name, numbers in whole_matrix():
        said = CATALOGUE[name].breaks
        wrong += numbers != said
        sys.stdout.write(f"{name:<56}{', '.join(sorted(numbers))}\n")
        if numbers != said:
            lacking, more = ", ".join(sorted(said - numbers)) or "–", ", ".join(sorted(numbers - said)) or "–"
            sys.stdout.write(f"{'':<8}the catalogue is wrong: not broken: {lacking}; broken as well: {more}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(CATALOGUE)} wrong servers, {wrong} of them not as the catalogue says\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
