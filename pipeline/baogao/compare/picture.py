"""A chart that shows Chinese on any machine: in a notebook, as HTML that works offline, as PNG."""

from __future__ import annotations

import base64
import html
import io
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baogao.compare.write import PICTURES, check_target
from baogao.errors import BaogaoError

if TYPE_CHECKING:
    import altair as alt

_FAMILY = "Noto Sans SC"
_FONTS = Path(__file__).with_name("fonts")
_LATIN = "".join(map(chr, range(0x20, 0x7F)))

_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title><style>
@font-face {{ font-family: "{family}"; src: url(data:font/woff;base64,{font}) }}
body, #vg-tooltip-element {{ font-family: "{family}", sans-serif }}
</style></head><body><div id="picture"></div>
<script>{library}</script>
<script>
document.fonts.load("12px '{family}'").then(() =>
  vegaEmbed("#picture", {chart}, {{actions: {{source: false, editor: false, compiled: false}}}}));
</script></body></html>
"""


@dataclass
class Picture:
    """A chart; in a notebook it shows itself.

    Parameters
    ----------
    chart : altair chart
        The chart, to be changed as altair can.
    title : str
        The title of the page.
    """

    chart: alt.TopLevelMixin
    title: str

    def specification(self) -> dict[str, Any]:
        """Return the chart as Vega-Lite."""
        import altair as alt

        with alt.data_transformers.enable("default", max_rows=None):
            found: dict[str, Any] = self.chart.to_dict()
        found["config"] = {**found.get("config", {}), "font": _FAMILY}
        return found

    def html(self) -> str:
        """Return a page that needs no network: library, font and data are in it."""
        chart = json.dumps(self.specification(), ensure_ascii=False)
        return _PAGE.format(
            title=html.escape(self.title),
            family=_FAMILY,
            font=_embedded_font(chart),
            library=_library(),
            # Text of reports must not end the script.
            chart=chart.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", ""),
        )

    def png(self, scale: float = 2) -> bytes:
        """Return the picture as PNG, `scale` pixels for one of the screen."""
        import vl_convert

        vl_convert.register_font_directory(str(_FONTS))
        drawn: bytes = vl_convert.vegalite_to_png(self.specification(), scale=scale)
        return drawn

    def save(self, path: str | Path) -> None:
        """Write the picture to FILE.html or FILE.png.

        Raises
        ------
        BaogaoError
            The name ends otherwise, or the file cannot be written.
        """
        target = Path(path)
        check_target(target, PICTURES)
        data = self.png() if target.suffix.lower() == ".png" else self.html().encode()
        partial = target.with_name(target.name + ".partial")
        try:
            partial.write_bytes(data)
            partial.replace(target)
        except OSError as error:
            raise BaogaoError(
                f"cannot be written: {error.strerror}", str(target), "choose another place"
            ) from error

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # In a frame, so that a page with many pictures has room for each one's library and font.
        page = html.escape(self.html())
        size = "width:100%;height:560px;border:0"
        return {
            "text/html": f'<iframe style="{size}" srcdoc="{page}"></iframe>',
            "image/png": base64.b64encode(self.png(1)).decode(),
        }


@lru_cache(maxsize=1)
def _library() -> str:
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script")


def _embedded_font(text: str) -> str:
    """Return the part of the font that a text needs, as WOFF in base64."""
    from fontTools import subset

    options = subset.Options(flavor="woff", drop_tables=["BASE", "GSUB", "GPOS", "vhea", "vmtx"])
    font = subset.load_font(str(_FONTS / "NotoSansSC-Regular.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + _LATIN)
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.flavor = "woff"
    font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode()
