"""二维码: an address drawn for a screen."""

import io


def svg(url: str) -> str:
    """Draw an address as a QR code for the screen."""
    import qrcode  # here: it brings along what draws pictures, and a hall without a public address draws none
    import qrcode.image.svg

    code = qrcode.QRCode(border=4, image_factory=qrcode.image.svg.SvgPathImage)
    code.add_data(url)
    out = io.BytesIO()
    code.make_image().save(out)
    return out.getvalue().decode("utf-8").partition("?>")[2].strip()
