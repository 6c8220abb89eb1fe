"""Text and the date of its document in; ISO 8601 values out. No day is invented that the text does not give."""
