"""The dossier: its reference, its states, its journal, the code that proves an address, its opening."""
