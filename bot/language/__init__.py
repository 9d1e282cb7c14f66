"""English as the rules need it: sentences, verbs, vague words. Imports nothing of ours."""
