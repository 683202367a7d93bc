"""The cut to files: one graph for preview and export."""
