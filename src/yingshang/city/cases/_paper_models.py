"""What an outage leaves behind: the outage itself, books of numbered paper, and each paper."""
# ruff: noqa: RUF012  (Django reads these lists once, as in models.py)

from django.db import models
from django.db.models import F, Q

__all__ = ["Outage", "PaperBook", "PaperReceipt"]


class Outage(models.Model):
    """A time in which something was down, as an overseer declared it. `unit` '' : everywhere."""

    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    what = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    declared_by = models.CharField(max_length=150)
    declared_by_name = models.CharField(max_length=60)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="an_outage_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["region", "since"], name="cases_outages_of_region")]

    def __str__(self) -> str:
        return f"{self.region} {self.what}"


class PaperBook(models.Model):
    """A book of numbered receipts, given to a unit before anything is down."""

    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    series = models.CharField(max_length=20)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "series", "first"], name="a_book_begins_at_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_book_has_at_least_one_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.first}-{self.last}"


class PaperReceipt(models.Model):
    """One number of a book: waiting for the second signature, opened as a case, void, sent back.

    The form stands here only until the case is opened; then the case has it.
    """

    book = models.ForeignKey(PaperBook, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=8)
    outage = models.ForeignKey(Outage, null=True, on_delete=models.PROTECT)
    item = models.CharField(max_length=80, blank=True)
    district = models.CharField(max_length=12, blank=True)
    party = models.ForeignKey("accounts.Party", null=True, on_delete=models.PROTECT)
    form = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    scan = models.JSONField(default=dict)
    accepted = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=150)
    entered_by_name = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    signed_by = models.CharField(max_length=150, blank=True)
    signed_by_name = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    case = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                condition=~Q(status="back"),
                name="a_paper_number_is_used_once",
            ),
            models.CheckConstraint(
                condition=~Q(status="opened") | (~Q(case="") & ~Q(signed_by="")),
                name="an_opened_paper_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("entered_by")),
                name="a_paper_is_signed_by_another_person",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="cases_paper_of_case")]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.number}"
