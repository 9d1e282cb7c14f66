"""What whoever maintains Groundwork runs: checks of what it is built from. No part of the package."""
