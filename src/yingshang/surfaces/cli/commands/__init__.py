"""One module a command; each offers `register(subparsers)`."""
