"""Scratch voices and procedural sound: words and moods to waveforms with times."""
