"""Leaders' walk-throughs (局长走流程): a case each; findings are orders; results a register.

No table of its own: the item is data/base/items/walk-through.yaml, the register walk-results.
"""
