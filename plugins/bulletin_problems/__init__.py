"""Problems: tell problem-type items from general ones where the editor has not said."""
