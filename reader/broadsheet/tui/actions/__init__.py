"""What the parts of the screen have done elsewhere: marks, views, processes, the browser."""
