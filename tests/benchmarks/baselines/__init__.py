"""Bare servers that do nothing but answer: what the mock's figures are compared with.

Lives here: one small application per module, `make_app(body)`. May not: anything that works for its answer.
"""
