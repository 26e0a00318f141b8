"""What the assistant may state: facts, their sources, the answers that cite them, and the checks."""
