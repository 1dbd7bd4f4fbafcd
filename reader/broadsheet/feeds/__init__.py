"""News comes in: subscriptions, when to fetch them, and how an entry becomes a file."""
