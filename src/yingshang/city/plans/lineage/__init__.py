"""What a plan comes from and what comes of it: editions, next year's plan, superior plans."""
