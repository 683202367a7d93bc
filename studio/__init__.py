"""Storyreel: a desktop studio for films made with generative video models."""

__version__ = "0.1.0"
