"""谁在问: the name under which an asker's presses and requests are counted, and where he stands."""

from flask_login import current_user

from kiosk.hall.catalogue import Catalogue
from kiosk.operations.accounts import Role
from kiosk.web.access import bearer


def asker() -> str:
    """Name who asks: a program by its token's id, a person by his account's; "" when nobody said."""
    if token := bearer():
        return token.id
    return str(current_user.id) if current_user.is_authenticated else ""


def asker_label() -> str:
    """Name who asks as the log keeps it: a program by its label, a person by his account's id."""
    token = bearer()
    return token.label if token else asker()


def place(catalogue: Catalogue) -> str:
    """Say where an act of this asker happens: at the kiosk that his token is named after, else "api".

    The place decides at which printer a paper comes out.
    """
    token = bearer()
    panels = {panel.name for panel in catalogue.hall.panels}
    if token and token.role is Role.KIOSK and token.label in panels:
        return token.label
    return "api"
