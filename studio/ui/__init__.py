"""The window: thin views over the document, the news of jobs and the session."""
