"""The name under which the wire lends itself to the application in `scope["extensions"]`.

Lives here: that name, so that the application can look for the wire without loading it.
"""

from typing import Final

EXTENSION: Final = "portone_mock.wire"
