"""The first frame, kept for the next start: painted at once if it is true, and never else."""
