"""What people type on a phone: spelling brought back to words, then words to facts.

`bot.reading.replies` and `bot.reading.days` are the ways in. A message becomes canonical words (`spelling`, `typed`), in
which phrases (`lexicon`, `units`) are found; from these follow figures (`quantities`), days (`periods`), how far a task is
(`statuses`), what hinders it (`difficulties`), which tasks are meant (`parts`) and what the person wants (`intents`).
"""
