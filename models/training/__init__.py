"""How the weights in models/ are trained; not part of the installed package."""
