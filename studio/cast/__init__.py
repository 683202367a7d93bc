"""Digital actors: who is seen and heard in a clip, as values that can be compared."""
