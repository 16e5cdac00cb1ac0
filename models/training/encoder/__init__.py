"""Training of the encoder; needs ``requirements/train-encoder.txt``."""
