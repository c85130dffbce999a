"""The inspector: places looked at before their permit, what they must put right, and when they pass."""
