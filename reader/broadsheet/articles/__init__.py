"""One file to one Article: knows no folder, no database and no screen."""
