"""Where the law's data is: in this package when it was installed, beside the checkout otherwise.

Lives here: the one resolver. May not: what the files say.
"""

from pathlib import Path
from typing import Final

_PLACES: Final = (Path(__file__).parent / "_fixtures" / "law", Path(__file__).parents[1] / "fixtures" / "law")


def law_file(name: str) -> Path:
    """The path of a file of the law; FileNotFoundError where the installation is broken."""
    for place in _PLACES:
        if (place / name).is_file():
            return place / name
    raise FileNotFoundError(f"{name} is in neither {_PLACES[0]} nor {_PLACES[1]}; is portone-mock installed whole?")
