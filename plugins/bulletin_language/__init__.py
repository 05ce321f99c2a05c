"""Language: gettext catalogues that turn message ids into Chinese or English."""
