"""Compare and learn: promises of many cities over years, what it takes, practices taken over."""
