"""What a contract ends with when it is not simply kept.

Lives here: ContractBroken, the one verdict against a server, and the exceptions that are no verdict. May not: any
single law.
"""

from typing import Final

from .text import Said, Text, said

_NO_LAW: Final = Text("", "")


class ContractBroken(Exception):  # noqa: N818 - it is a verdict, not a malfunction
    """A server that breaks a law: what it answered, what is documented, and the law (number and sentence)."""

    def __init__(self, received: Said, documented: Said, *, number: str = "", law: Text = _NO_LAW) -> None:
        super().__init__(received, documented)
        self.received = received
        self.documented = documented
        self.number = number
        self.law = law

    def under(self, number: str, law: Text) -> "ContractBroken":
        """The same verdict with its law named; one that has a law already keeps it."""
        if not self.number:
            self.number, self.law = number, law
        return self

    def __str__(self) -> str:
        """Three lines: Received, Documented, Law."""
        received, documented = said(self.received, "en"), said(self.documented, "en")
        return f"Received: {received}\nDocumented: {documented}\nLaw: {self.number} {self.law.en}"


class NoAnswer(ContractBroken):
    """A call without a whole answer: refused, cut, too slow or too long. One is enough; nobody waits for a second."""


class NotApplicable(Exception):  # noqa: N818 - likewise
    """A contract that cannot be judged here; the message says what it lacks."""

    def __init__(self, reason: Said) -> None:
        super().__init__(said(reason, "en"))
        self.reason = reason


class NotJudgeable(Exception):  # noqa: N818 - likewise
    """A target that is unreachable, takes none of the credentials, or is nothing like PortOne at all."""

    def __init__(self, reason: Said) -> None:
        super().__init__(said(reason, "en"))
        self.reason = reason
