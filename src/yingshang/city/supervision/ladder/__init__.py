"""The ladder: remind, urge, order, interview, accountability; each rung with a clock."""
