"""What people may ask for about themselves."""
