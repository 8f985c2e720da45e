"""Azure Policy: definitions and assignments, conditions over a request, and what follows from them."""
