"""What the bot does, one transaction each: plain functions of a `Desk`, a file a noun."""
