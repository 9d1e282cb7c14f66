"""Whether a team can start with a story: the 13 rules of the Quality User Story framework, and some for criteria."""
