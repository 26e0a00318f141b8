"""What visitors think of the answers: was it useful, and if not, why, without anything about them."""
