"""The conversations, one a file, each a plain async function that awaits only steps."""
