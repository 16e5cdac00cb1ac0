"""Small linear models over cues, words and positions: they weigh what the rules find."""
