"""The words of each command: its options beside what is called with them, and nothing read."""
