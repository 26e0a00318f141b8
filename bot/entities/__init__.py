"""What an official says of themselves in a message: name, function, addresses, figures.

No Rasa, any Python from 3.10. The door: `reading.entities_in`, with a `lexicon.Lexicon`.
"""
