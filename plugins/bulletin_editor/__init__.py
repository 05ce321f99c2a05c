"""Editor: what the commands of tasks.py do."""
