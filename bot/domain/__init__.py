"""Frozen facts and pure rules, one file per noun. Nothing here awaits, logs, or reads a clock or a database."""
