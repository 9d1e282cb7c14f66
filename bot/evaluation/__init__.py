"""How much of what people know an interview finds: a labelled set, simulated people, and the measures."""
