"""Text and the date of its document in; ISO 8601 values out. Never invents a day that the text does not give."""
