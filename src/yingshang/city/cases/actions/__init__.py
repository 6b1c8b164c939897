"""One verb a file. Each locks, decides, writes, and sends its messages in one transaction."""
