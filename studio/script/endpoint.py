"""Where a language model is asked when the maker names no other place."""

BASE_URL = "https://api.openai.com/v1"
