"""Storyreel: a desktop studio for films made with generative video models."""

import os

__version__ = "0.1.0"

# A plugin of pydantic's, whoever installed one, would see all that is read, and looking for some
# reads the notes of every package at each start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# The threads of numpy's OpenBLAS wait for work by spinning, 0.1 seconds of a processor at each
# start; 2**4 cycles are the least that it takes.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")
