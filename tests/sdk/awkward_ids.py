"""Identity verification ids with every character that gets lost on the way through URLs, quoting and logs.

Lives here: the tables. May not: how a client sends them.
"""

from typing import Final

LONGEST: Final = 200

AWKWARD_IDS: Final = (
    # what separates the parts of a URL
    "a/b", "/", "//", "/a", "a/", "a?b", "a#b", "a&b=c", "a;b=c", "?#&=+%", "a:b@c", "http://localhost/x",
    # what looks like an encoding already
    "a%2Fb", "%", "%%", "%zz", "%00", "%2E%2E", "%252F", "a+b", "&amp;", "\\u0000",
    # what looks like a path
    "a/../b", "../..", "./a", "...", ".a", "send", "confirm", "null", "undefined", "{identityVerificationId}",
    # quotes, brackets, slashes of other systems
    "'", '"', "`", "a\\b", "<b>", "[a]", "{a}", "!$'()*,", "~", "^|", "' OR 1=1 --",
    # blanks and control characters
    " ", " a b ", "\t", "a\nb", "\r\n", "a\0b", "\x1b[0m", "\x7f", "\u00a0", "\u200b", "\u202eab", "\ufeffa", "\u2028",
    # scripts
    "한글", "ㅎㅏㄴ", "é", "e\u0301", "日本", "مرحبا", "😀", "👨\u200d👩\u200d👧", "\U00020000", "\uffff", "\ud7ff",
    # ids that mean something here
    "idv-adult", "idv-adult~42", "channel-key-danal", "_mock", "0", "-1",
    # as long as an id may be, counted in characters and not in bytes
    "x" * LONGEST, "한" * LONGEST, "😀" * LONGEST, "/" * LONGEST,
)  # fmt: skip

TOO_LONG: Final = ("x" * (LONGEST + 1), "한" * (LONGEST + 1), "%" * (LONGEST + 1))

# A client that follows the URL standard takes these for steps in a path, encoded or not, and asks for another path.
DOTS: Final = (".", "..")


def label(id_: str) -> str:
    """The id as the name of a test: short, and nothing in it that a terminal would act upon."""
    return ascii(id_) if len(id_) <= 30 else f"{id_[0]!a}x{len(id_)}"
