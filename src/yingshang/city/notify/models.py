"""Messages: the outbox row is written in the transaction that gives the reason."""

from django.db import models


class Message(models.Model):
    """One message to one receiver. `key` makes a repeated send one message."""

    to = models.CharField(
        max_length=150, db_index=True
    )  # "user:zhou", "unit:990100-tax", "party:12"
    topic = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="a_receiver_is_told_once_a_key")
        ]
        indexes = [models.Index(fields=["to", "-at"], name="notify_newest_of_receiver")]
