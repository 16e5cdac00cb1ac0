"""What makes the generated pages and the site, and replays the commands in the pages."""
