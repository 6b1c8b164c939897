"""The style sheet keeps what our pages can match, and nothing that they cannot."""

import pytest
from _trim import trimmed

WORDS = {"btn", "primary", "table"}


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".btn{color:red}", ".btn{color:red}"),
        (".modal{color:red}", ""),
        (".modal,.btn:hover{color:red}", ".btn:hover{color:red}"),
        ("a{color:red}", "a{color:red}"),
        (".btn:not(.modal){color:red}", ".btn:not(.modal){color:red}"),
        ("@media print{.modal{color:red}}", ""),
        ("@media print{.table{color:red}}", "@media print{.table{color:red}}"),
        ("[data-bs-theme=dark] .btn{color:red}", ""),
        ('a::before{content:"};"}', 'a::before{content:"};"}'),
        (":root{--used:1;--idle:2}a{order:var(--used)}", ":root{--used:1;}a{order:var(--used)}"),
        ("/* .modal{} */.table{color:red}", ".table{color:red}"),
    ],
)
def test_a_rule_stays_when_all_its_classes_are_ours(css, kept):
    assert trimmed(css, WORDS) == kept


def test_variables_that_our_own_sheets_use_stay():
    assert "--idle" in trimmed(":root{--idle:2}", WORDS, also="p{order:var(--idle)}")
