"""That a unit's answer to an order was checked and found true."""

from django.db import models

__all__ = ["Confirmation"]


class Confirmation(models.Model):
    """One an order: what was checked, by whom. `ref` is the order's case."""

    ref = models.CharField(max_length=40, unique=True)
    words = models.TextField()
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref
