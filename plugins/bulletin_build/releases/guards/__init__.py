"""What a release has to hold before it may be served; one module a question."""
