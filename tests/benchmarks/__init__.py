"""Measures the mock from outside, beside bare servers, and prints tables: `python -m tests.benchmarks`.

Lives here: load, processes, figures, targets. May not: any import of the server; what is measured is a process of its
own, reached by HTTP, as its users reach it.
"""
