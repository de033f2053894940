"""Frozen facts and pure rules, a file a noun. Nothing here awaits, logs, or reads a clock or a database."""
