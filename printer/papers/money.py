"""金额: sums of money in figures, and in the capitals that nobody can alter with a stroke."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LARGEST_FEN = 10**14 - 1  # 999,999,999,999.99 yuan: the last group that 亿 can name


class NotASum(ValueError):
    """The sum is nothing, negative, or larger than a receipt can say."""


def in_figures(fen: int) -> str:
    """Write fen as yuan with two decimals: 30000 becomes ￥300.00."""
    return f"￥{fen // 100:,}.{fen % 100:02d}"


def in_capitals(fen: int) -> str:
    """Write fen in Chinese capitals, after the rules for bills and receipts (支付结算办法, annex 1).

    30000 becomes 叁佰元整, 600714 becomes 陆仟零柒元壹角肆分, 140950 becomes 壹仟肆佰零玖元伍角整. Where
    the annex leaves a choice, 整 stands after 角 too, so that no 分 can be added, and the 零 of 107000.53
    stands inside the yuan (壹拾万零柒仟元伍角叁分).

    Raises:
        NotASum: it is not between 1 fen and 999,999,999,999.99 yuan.
    """
    if not 1 <= fen <= LARGEST_FEN:
        raise NotASum(str(fen))
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    said = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not rest:
        return f"{said}整"
    if yuan and not jiao:
        said += DIGITS[0]
    said += f"{DIGITS[jiao]}角" if jiao else ""
    return said + (f"{DIGITS[rest]}分" if rest else "整")


def _whole(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said, gap = "", False
    for n in range(len(groups) - 1, -1, -1):
        if not groups[n]:
            gap = bool(said)
            continue
        if said and (gap or groups[n] < 1000 or not groups[n + 1] % 10):
            said += DIGITS[0]
        said += _group(groups[n]) + GROUPS[n]
        gap = False
    return said


def _group(number: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = not digit and bool(said)
    return said
