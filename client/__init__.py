"""The reference integration: token flow, reading a verification, age and DI decisions.

Lives here: code to copy into an application. May not: any knowledge of the mock; base URL and credentials come in.
"""
