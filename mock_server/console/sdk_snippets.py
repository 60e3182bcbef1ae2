"""The lines that point PortOne's SDKs at this mock, as docs/sdk.md has them (a test holds the two together).

Lives here: those lines. May not: their markup (credentials.py).
"""

import json
from collections.abc import Callable, Mapping
from typing import Final

from ..env_formats import Connection

_PYTHON: Final = """from portone_server_sdk import IdentityVerificationClient

portone = IdentityVerificationClient(
    secret={secret},
    base_url={base_url},
)
print(portone.get_identity_verification(identity_verification_id="idv-adult"))
"""
_NODE: Final = """import {{ IdentityVerificationClient }} from "@portone/server-sdk/identityVerification";

const portone = IdentityVerificationClient({{
  secret: {secret},
  baseUrl: {base_url},
}});
console.log(await portone.getIdentityVerification({{ identityVerificationId: "idv-adult" }}));
"""
_KOTLIN: Final = """val portone = PortOneClient({secret}, apiBase = {base_url})
val found = portone.identityVerification.getIdentityVerification("idv-adult") // suspend
if (found is VerifiedIdentityVerification) println(found.verifiedCustomer.name)
"""
_JAVA: Final = """PortOneClient portone = new PortOneClient({secret}, {base_url}, {store_id});
var found = portone.getIdentityVerification().getIdentityVerification("idv-adult").join();
"""


def _lines(template: str, *, dollars: bool = False) -> Callable[[Connection], str]:
    """The template with values as string literals of JSON's form, which all of these languages take."""

    def filled(connection: Connection) -> str:
        values = (connection.base_url, connection.api_secret, connection.store_id)
        texts = [json.dumps(value, ensure_ascii=False) for value in values]
        base_url, secret, store_id = (text.replace("$", "\\$") if dollars else text for text in texts)
        return template.format(base_url=base_url, secret=secret, store_id=store_id)

    return filled


SNIPPETS: Final[Mapping[str, Callable[[Connection], str]]] = {
    "Python": _lines(_PYTHON),
    "Node.js": _lines(_NODE),
    "Kotlin": _lines(_KOTLIN, dollars=True),
    "Java": _lines(_JAVA),
}
