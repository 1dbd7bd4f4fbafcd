"""The one way to the network: a guarded, polite HTTP client. Only what fetches imports it."""
