"""Deputies' motions and CPPCC proposals: handled by one or several units, replied to, judged."""
