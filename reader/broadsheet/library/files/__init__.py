"""From the disk to entries: walks the folder, reads each file, in worker processes."""
