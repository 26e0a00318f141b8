"""Rasa's side of the assistant: graph components, the channel, parsing. Python 3.10, Rasa's environment."""
