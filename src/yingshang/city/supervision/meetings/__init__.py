"""The joint meeting (联席会议): agenda from data, minutes as decisions that become orders."""
