"""Before an evaluation (迎评): folders of evidence leaf by leaf, and a check of oneself."""
