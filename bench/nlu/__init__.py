"""Measures of understanding, run in Rasa's environment (Python 3.10) from the project's folder."""
