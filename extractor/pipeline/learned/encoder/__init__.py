"""A small transformer that reads the sentences around figures: an opinion beside the linear one."""
