"""What a contract ends with when it is not simply kept.

Lives here: ContractBroken, the one verdict against a server, and the two exceptions that are no verdict. May not: any
single law.
"""


class ContractBroken(Exception):  # noqa: N818 - it is a verdict, not a malfunction
    """A server that breaks a law: what it answered, what is documented, and the law (number and sentence)."""

    def __init__(self, received: str, documented: str, *, number: str = "", law: str = "") -> None:
        super().__init__(received, documented)
        self.received = received
        self.documented = documented
        self.number = number
        self.law = law

    def under(self, number: str, law: str) -> "ContractBroken":
        """The same verdict with its law named; one that has a law already keeps it."""
        if self.number:
            return self
        return ContractBroken(self.received, self.documented, number=number, law=law)

    def __str__(self) -> str:
        """Three lines: Received, Documented, Law."""
        return f"Received: {self.received}\nDocumented: {self.documented}\nLaw: {self.number} {self.law}"


class NotApplicable(Exception):  # noqa: N818 - likewise
    """A contract that cannot be judged here; the message says what it lacks."""


class NotJudgeable(Exception):  # noqa: N818 - likewise
    """A target that is unreachable, takes none of the credentials, or is nothing like PortOne at all."""
