"""Portal: addresses, listings and the plan of pages that people browse."""
