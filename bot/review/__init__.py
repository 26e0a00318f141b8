"""Learning from use: a person reads what was not understood, and makes training sentences or tests of it."""
