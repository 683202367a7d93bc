"""The film as data: story, cut, edits, document and project folder; no Qt, network or ffmpeg."""
