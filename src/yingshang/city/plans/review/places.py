"""Where words stand in a plan's text."""

from yingshang.city.accounts.service import NotVisible
from yingshang.city.plans.models import OF_THE_WHOLE, Document, Status, Task

__all__ = ["find_words", "of_plan", "task_at", "words_at"]


def _text(plan: int) -> str:
    text = Document.objects.filter(plans=plan).values_list("text", flat=True).first()
    if text is None:
        raise NotVisible(f"plan {plan}")
    return text


def of_plan(task: int, plan: int) -> bool:
    """Whether a task is one of this plan's."""
    return Task.objects.filter(pk=task, plan=plan).exists()


def task_at(plan: int, place: int, *, task: int = 0) -> int | None:
    """The task in whose words a place of the text stands: ``task`` where it is one of several,
    else the one that says least beside it; None where it stands in no task's. The rows of the
    plan as a whole reach over all between their numbers, and are no place."""
    rows = Task.objects.filter(plan=plan, gone=False, start__lte=place, end__gt=place)
    rows = rows.exclude(status=Status.REJECTED).exclude(title__in=OF_THE_WHOLE)
    found = rows.values_list("pk", "start", "end")
    ids = [pk for pk, start, end in sorted(found, key=lambda row: (row[2] or 0) - (row[1] or 0))]
    return task if task in ids else next(iter(ids), None)


def words_at(plan: int, start: int, end: int) -> str:
    """The words of a stretch, '' for none."""
    return _text(plan)[start:end] if 0 <= start < end else ""


def find_words(plan: int, words: str, *, near: int = 0, task: int = 0) -> int | None:
    """Where the words stand: where they were marked, else in the task, else anywhere."""
    text = _text(plan)
    if not words:
        return None
    if near and text.startswith(words, near):
        return near
    span = Task.objects.filter(pk=task, plan=plan).values_list("start", "end").first()
    begin, end = span if span and span[0] is not None else (0, len(text))
    for place in (text.find(words, begin, end), text.find(words)):
        if place >= 0:
            return place
    return None
