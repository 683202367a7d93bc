"""Mouth shapes over time, from phonemes."""
