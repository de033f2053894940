"""What people type on a phone: spelling brought back to words, then words to facts. `bot.reading.replies` is the way in."""
