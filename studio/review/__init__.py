"""What a take is worth: checks of takes and of the cuts between them, and the usable rate."""
