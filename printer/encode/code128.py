"""Code128 (ISO/IEC 15417): digits in pairs where that is shorter, everything else letter by letter.

Printers choose badly or not at all: given the digits of set C as text, many encode the letters' codes.
"""

from functools import lru_cache

WIDTHS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131
113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211
241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214
211232 2331112
""".split()  # noqa: SIM905  a table is read by its rows
CODE_B, CODE_C, START_B, START_C, STOP = 100, 99, 104, 105, 106
QUIET = 20  # modules of white that a reader needs, ten on each side
SYMBOL, LAST = 11, 13


class NotABarcode(ValueError):
    """The text holds characters that Code128 has no set for here; printable ASCII only."""


@lru_cache(maxsize=256)
def symbols(data: str) -> tuple[int, ...]:
    """Return the symbols of a text, start, check and stop included, as few as possible.

    Raises:
        NotABarcode: it is empty or not printable ASCII.
    """
    if not data or not (data.isascii() and data.isprintable()):
        raise NotABarcode(data)
    best: dict[str, tuple[int, ...]] = {"B": (START_B,), "C": (START_C,)}
    ways = [best]
    for at, character in enumerate(data):
        ends = {"B": _shorter(ways[at].get("B"), ways[at].get("C"), CODE_B, ord(character) - 32)}
        if at and data[at - 1 : at + 1].isdigit():
            pair = int(data[at - 1 : at + 1])
            ends["C"] = _shorter(ways[at - 1].get("C"), ways[at - 1].get("B"), CODE_C, pair)
        ways.append(ends)
    found = min(ways[-1].values(), key=len)
    check = (found[0] + sum(place * symbol for place, symbol in enumerate(found[1:], 1))) % 103
    return (*found, check, STOP)


def _shorter(
    same: tuple[int, ...] | None, other: tuple[int, ...] | None, change: int, symbol: int
) -> tuple[int, ...]:
    ways = [(*same, symbol)] if same else []
    ways += [(*other, change, symbol)] if other and len(other) > 1 else []
    return min(ways, key=len)


def width_of(data: str) -> int:
    """Return how many modules a text takes with its quiet zones."""
    return SYMBOL * (len(symbols(data)) - 1) + LAST + QUIET


def bars(data: str) -> list[bool]:
    """Return the modules from left to right, black or white, without quiet zones."""
    widths = "".join(WIDTHS[symbol] for symbol in symbols(data))
    return [n % 2 == 0 for n, width in enumerate(widths) for _ in range(int(width))]


def for_printer(data: str) -> bytes:
    """Write a text as GS k 73 takes it: `{B` and `{C` change the set, pairs are one byte each."""
    out, in_c = b"", False
    for symbol in symbols(data)[:-2]:
        if symbol in {START_B, START_C} or (symbol == CODE_B and in_c) or (symbol == CODE_C and not in_c):
            in_c = symbol in {START_C, CODE_C}
            out += b"{C" if in_c else b"{B"
        elif in_c:
            out += bytes([symbol])
        else:
            out += b"{{" if symbol == ord("{") - 32 else bytes([symbol + 32])
    return out


def from_printer(payload: bytes) -> str:
    """Read back what `for_printer` wrote."""
    out, in_c, at = "", False, 0
    while at < len(payload):
        pair = payload[at : at + 2]
        if pair in {b"{B", b"{C"}:
            in_c, at = pair == b"{C", at + 2
        elif in_c:
            out, at = out + f"{payload[at]:02d}", at + 1
        else:
            out, at = out + chr(payload[at]), at + (2 if pair == b"{{" else 1)
    return out
