"""Claims about money and terms out of the news, as validated records."""
