"""长辈版、高对比、低位: how the kiosk looks for the visitor in front of it, until he leaves."""

from flask import Response, request

from kiosk.hall.catalogue import Catalogue, Panel
from kiosk.web import language

COOKIE = "looks"
LOOKS = ("elder", "contrast", "low")
MM_PER_INCH = 25.4


# Seconds without a touch before the kiosk goes home, by kind of screen.
IDLE = {"lists": 45, "forms": 90, "result": 12, "scanned": 20, "stuck": 90}
IDLE_ELDER = 180


def chosen() -> tuple[str, ...]:
    """Return the looks that this visitor has switched on."""
    wanted = request.cookies.get(COOKIE, "").split(".")
    return tuple(look for look in LOOKS if look in wanted)


def toggle(response: Response, name: str) -> None:
    """Switch a look, or the language, on or off."""
    if name == language.COOKIE:
        other = "zh" if language.chosen() == "en" else "en"
        response.set_cookie(language.COOKIE, other, samesite="Lax", httponly=True)
        return
    now = set(chosen()) ^ ({name} & set(LOOKS))
    response.set_cookie(COOKIE, ".".join(sorted(now)), samesite="Lax", httponly=True)


def reset(response: Response) -> None:
    """Switch everything off for the next visitor."""
    response.delete_cookie(COOKIE)
    response.delete_cookie(language.COOKIE)


def idle_seconds(kind: str) -> int:
    """Say how long a kind of screen waits for a touch."""
    return IDLE_ELDER if "elder" in chosen() and kind in {"lists", "forms"} else IDLE[kind]


def vh_per_mm(panel: Panel) -> float:
    """Say how many hundredths of a panel's height a millimetre is; no scaling of the machine changes that."""
    diagonal_px = (panel.width_px**2 + panel.height_px**2) ** 0.5
    height_mm = panel.diagonal_in * MM_PER_INCH * panel.height_px / diagonal_px
    return float(100 / height_mm)


def stylesheet(catalogue: Catalogue, place: str) -> str:
    """Write the size of a millimetre on this kiosk's panel; by shape when its name is not known."""
    own = [panel for panel in catalogue.hall.panels if panel.name == place]
    if own:
        return f":root {{ --mm: {vh_per_mm(own[0]):.4f}vh; }}\n"
    rules = []
    for panel in reversed(catalogue.hall.panels):
        shape = "portrait" if panel.height_px > panel.width_px else "landscape"
        rules.append(f"@media (orientation: {shape}) {{ :root {{ --mm: {vh_per_mm(panel):.4f}vh; }} }}\n")
    return "".join(rules)
