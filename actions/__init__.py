"""Rasa's custom actions: they read slots, call one use case of a room, and map its outcome to responses."""
