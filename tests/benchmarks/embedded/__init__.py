"""Programs that embed the mock, as a test suite does: what is measured here is a process of its own again.

Lives here: the programs, which print seconds as JSON. May not: judge what they measured.
"""
