"""Where the data that ships with this package lies: people, scenarios, the law file.

One resolver and nothing else: what the files mean is for the modules that read them.
"""

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries its copy inside the package; a checkout, editable installs included, has `fixtures/` beside it.
_PLACES = (_PACKAGE / "_fixtures", _PACKAGE.parent / "fixtures")


def fixture(*parts: str) -> Path:
    """The file or folder below the fixtures, for example `fixture("people", "adults.yaml")`.

    Each part is one plain name; FileNotFoundError when no place has it.
    """
    if all(_is_plain_name(part) for part in parts):
        for place in _PLACES:
            path = place.joinpath(*parts)
            if path.exists():
                return path
    looked_in = " or ".join(str(place) for place in _PLACES)
    raise FileNotFoundError(f"there is no {'/'.join(parts)} among the fixtures; looked in {looked_in}")


def _is_plain_name(part: str) -> bool:
    """Names come from options and requests too, and must not lead out of the fixtures."""
    return part not in {"", ".", ".."} and "\\" not in part and PurePath(part).name == part
