"""The command line, one file per group of commands. Everything heavy is imported when its command is run."""
