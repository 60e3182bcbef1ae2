"""The judge: whether a server keeps PortOne's law, and whether an integration survives what PortOne may answer.

Lives here: numbered contracts over base URL and secret alone. May not: any import of the mock or the client, so that
judge, judged and user agreeing is evidence.
"""
