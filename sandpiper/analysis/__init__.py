"""Store -> tables: what a collection of stories tells when it is read together."""
