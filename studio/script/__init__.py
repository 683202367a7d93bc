"""A brief or a screenplay becomes scenes and shots."""
