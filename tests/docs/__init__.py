"""Proof that the documents are true, and the generator of their tables: `python -m tests.docs`.

What the server does is proved elsewhere; here only the documents are.
"""
