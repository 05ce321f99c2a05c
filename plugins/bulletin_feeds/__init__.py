"""Feeds: the RSS and Atom documents that people follow, written by feedgen."""
