"""What a media file is and how to read it."""
