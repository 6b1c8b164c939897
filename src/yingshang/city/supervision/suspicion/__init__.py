"""Clock gaming: looked for month by month, shown to supervisors as grounds, never as a verdict."""
