"""The languages that words, names and texts are read in."""

LANGUAGES = ("en", "de", "fr", "es", "pt", "nl", "it", "pl", "ru", "uk", "sv", "ja", "ko", "zh", "vi", "id")
"""ISO 639-1 codes. A text in another language has none: it is not guessed."""
