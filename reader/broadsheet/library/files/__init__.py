"""From the disk to entries: walks the folder and reads the files in worker processes."""
