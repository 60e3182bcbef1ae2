"""The Dockerfile and compose.yaml, held to what they promise on a machine without a container engine.

The instructions of the Dockerfile are read and carried out one by one, each RUN in a root of its own by bubblewrap, so
that file and proof cannot drift apart. What stands for the base image is this machine's own system and Python.
"""
