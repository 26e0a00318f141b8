"""Rights: how long personal data are kept, their purge, their export, their erasure."""
