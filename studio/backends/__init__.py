"""One module per generation service behind one small protocol; knows nothing of films."""
