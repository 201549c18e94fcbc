"""Training: torch lives here and only here."""
