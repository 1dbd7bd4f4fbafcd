"""Charts of block and braille characters: text that the screen and the commands show."""
