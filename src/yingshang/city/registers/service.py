"""The door of registers: records with a declared schema, validity and publicity."""

from yingshang.city.registers._schema import Count, Duty, Register, owner_unit
from yingshang.city.registers._schema import registers as declared
from yingshang.city.registers.access import keeps, may_write, sees_personal
from yingshang.city.registers.actions import add, change, end, put
from yingshang.city.registers.batch import put_all
from yingshang.city.registers.bodies import Body, bodies
from yingshang.city.registers.exporting import Download, export, template, texts
from yingshang.city.registers.figures import counts, figures
from yingshang.city.registers.following import FOLLOWERS, Written
from yingshang.city.registers.importing import bring_in, propose
from yingshang.city.registers.kinds import Asked
from yingshang.city.registers.offers import facts, id_of, lookup, options
from yingshang.city.registers.queries import (
    directory,
    expiring,
    history,
    listing,
    looks,
    obj_of,
    record,
    register_view,
    values_of,
)
from yingshang.city.registers.samples import enter_samples
from yingshang.city.registers.warning import Warned, follow_declarations, warn_lapsing

__all__ = [
    "FOLLOWERS",
    "Asked",
    "Body",
    "Count",
    "Download",
    "Duty",
    "Register",
    "Warned",
    "Written",
    "add",
    "bodies",
    "bring_in",
    "change",
    "counts",
    "declared",
    "directory",
    "end",
    "enter_samples",
    "expiring",
    "export",
    "facts",
    "figures",
    "follow_declarations",
    "history",
    "id_of",
    "keeps",
    "listing",
    "looks",
    "lookup",
    "may_write",
    "obj_of",
    "options",
    "owner_unit",
    "propose",
    "put",
    "put_all",
    "record",
    "register_view",
    "sees_personal",
    "template",
    "texts",
    "values_of",
    "warn_lapsing",
]
