"""The engine of conversations: plain async functions made durable by replay. No I/O of any kind happens here."""
