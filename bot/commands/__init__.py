"""The command line, a file a group of commands. Everything heavy is imported when its command is run."""
