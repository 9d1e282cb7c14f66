"""PDFs for tests, written by hand: each page is told in the language of PDF itself."""

from __future__ import annotations


def pdf(*pages: str) -> bytes:
    """A PDF with these pages. They may write in /F1, paint the gradient /S1, the picture /I1 and the form /X1."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    picture = _stream(
        "\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    function = b"/Function << /FunctionType 2 /Domain [0 1] /N 1 >>"
    shading = b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 0] %s >>" % function
    inner = _stream(
        f"1 g {said('Inside a form', 72, 300)}",
        "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>",
    )
    spot = b"[/Separation /Spot /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>]"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font, picture, shading, inner, spot]
    kids = []
    for page in pages:
        objects.append(_stream(page, ""))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R /X1 6 0 R >> "
            b"/Shading << /S1 5 0 R >> /ColorSpace << /C1 7 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (size, table, size, len(out))


def said(text: str, x: float = 72, y: float = 700, size: float = 12) -> str:
    """A line of text at this place."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET"


def _stream(text: str, more: str) -> bytes:
    body = text.encode("latin-1")
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), more.encode(), body)
