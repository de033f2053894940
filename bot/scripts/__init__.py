"""The conversations, one per file, each a plain async function that awaits only steps."""
