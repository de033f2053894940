"""What the bot does, one transaction each: plain functions of a `Desk`, one file per noun."""
