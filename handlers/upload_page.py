"""The page by which one file is brought: plain HTML that works on an old telephone, without any script."""

from __future__ import annotations

from html import escape

from bot.texts import uploads as texts

_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;margin:0 auto;max-width:32rem;padding:1.5rem;color:#1c2733;background:#fff}"
    "h1{font-size:1.4rem;margin:0 0 1rem}p{margin:0 0 1rem}.note{background:#fff6db;border-radius:8px;padding:.75rem 1rem}"
    "input,button{font:inherit;width:100%;box-sizing:border-box;min-height:3rem}"
    "input{border:2px dashed #9fb3c8;border-radius:8px;padding:.75rem;margin:.25rem 0 1rem}"
    "button{border:0;border-radius:8px;background:#0b5ed7;color:#fff;font-weight:600}"
    "@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#11161c}.note{background:#3a3112}}"
)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def form(megabytes: int, problem: str = "") -> str:
    """Write the page with its one field; `problem` is said above it."""
    said = f'<p class="note" role="alert">{escape(problem)}</p>' if problem else ""
    return _page(
        f"{said}<p>{escape(texts.page_intro(megabytes))}</p>"
        '<form method="post" enctype="multipart/form-data">'
        f'<label for="file">{escape(texts.CHOOSE)}</label>'
        '<input id="file" name="file" type="file" required>'
        f'<button type="submit">{escape(texts.SEND)}</button></form>'
        f'<p class="note" style="margin-top:1.5rem">{escape(texts.page_secrecy())}</p>'
    )


def notice(words: str) -> str:
    """Write the page that says how it ended."""
    return _page(f'<p role="status">{escape(words)}</p>')


def _page(inside: str) -> str:
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(texts.TITLE)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(texts.TITLE)}</h1>{inside}</main></body></html>"
    )
