"""The English catalogue: nothing of kit and portal is missing, and no placeholder is lost."""

import re

import messages
import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.walk

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}")


@pytest.fixture(scope="module")
def english():
    with messages.PO.open("rb") as file:
        return read_po(file, locale="en")


def forms(message):
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    words = message.string if isinstance(message.string, tuple) else (message.string,)
    return sources, words


def test_every_translation_keeps_the_placeholders_of_its_message(english):
    broken = []
    for message in english:
        sources, words = forms(message)
        wanted = set(PLACEHOLDER.findall(sources[-1]))
        if message.id and all(words):
            broken += [w for w in words if set(PLACEHOLDER.findall(w)) != wanted]

    assert broken == []


def test_kit_and_portal_are_wholly_in_english(english):
    said = {m.id[0] if isinstance(m.id, tuple) else m.id: all(forms(m)[1]) for m in english}
    ours = ("src/yingshang/surfaces/kit/", "src/yingshang/surfaces/portal/")
    missing = [
        source
        for message in messages.collect()
        for source in forms(message)[0][:1]
        if message.locations and message.locations[0][0].startswith(ours) and not said.get(source)
    ]

    assert missing == []


def test_messages_are_found_in_templates_and_in_python():
    found = {m.id for m in messages.collect()}

    assert "您要办什么事？" in found  # a template
    assert "今天 %(time)s" in found  # Python


def test_labels_of_declarations_and_names_of_services_are_messages_and_materials_are_not():
    ids = {message.id for message in messages.collect()}
    assert {"催办", "任务按期完成", "已超过完成时限 {days_late} 天。", "核验整改情况"} <= ids
    assert {"食品经营许可", "按时办结率", "获得电力"} <= ids
    assert "建筑工程施工许可证" not in ids


def test_no_message_is_said_both_with_and_without_a_form_for_many():
    """They would share one entry, and “5 人” would read “5 person”."""
    said = [message for _place, message in messages.found()]
    several = {message[0] for message in said if isinstance(message, tuple)}
    assert sorted(several.intersection(m for m in said if isinstance(m, str))) == []
