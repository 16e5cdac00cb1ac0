"""The pages, and what makes the site and the generated ones."""
