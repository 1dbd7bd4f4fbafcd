"""What Broadsheet is measured by."""
