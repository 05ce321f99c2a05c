"""Gate: decide what each edition may contain, failing closed."""
