"""The CTAI assistant: everything but Rasa's custom actions, which live in `actions`."""
