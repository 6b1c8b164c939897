"""Messages: the outbox row is written in the transaction that gives the reason."""

import uuid

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One message to one receiver. `key` makes a repeated send one message."""

    to = models.CharField(max_length=150)  # "user:zhou", "unit:990100-tax", "party:12"
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


class Receiver(models.Model):
    """An address outside that is told of what happens: who owns it, what it wants, how far it is.

    `owner` is opaque ("system:tax-core"). The signing secret is derived from `salt` and the
    installation's key, so that the table alone gives nobody the means to sign.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.CharField(max_length=150, db_index=True)
    url = models.CharField(max_length=500)
    topics = models.JSONField(default=list)  # [] for all
    salt = models.CharField(max_length=32)
    active = models.BooleanField(default=True)
    stopped_because = models.CharField(max_length=200, blank=True)
    cursor = models.CharField(max_length=60, blank=True)  # how far the feed was read for it
    created_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)  # who waited longest comes first


class Delivery(models.Model):
    """One thing to be told to one receiver, until it is told or given up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=120)
    topic = models.CharField(max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")  # waiting, done, dead
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "key"], name="a_receiver_is_sent_each_thing_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "dead"]),
                name="a_delivery_is_in_a_known_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receiver", "next_at"],
                condition=Q(state="waiting"),
                name="notify_due_of_receiver",
            ),
            models.Index(fields=["state", "-made_at"], name="notify_newest_in_state"),
        ]
