"""What the person did: read, starred, kept for later. The one thing here that must not be lost."""
