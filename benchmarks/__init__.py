"""How fast it is, on the machine that you run this on."""
