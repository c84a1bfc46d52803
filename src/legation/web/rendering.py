"""Contexts as HTML, JSON and CSV."""

from functools import cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from legation.analysis import plots
from legation.records import Finding
from legation.web import naming
from legation.web.page import Ask, Context, Page, csv_text
from legation.web.pages.commitments import key_of
from legation.web.safety import COOKIE, Tokens, theme_of

_JSON = msgspec.json.Encoder(decimal_format="number")


@cache
def environment() -> Environment:
    """The templates: everything that is put in is escaped; a name that a context lacks is an error."""
    made = Environment(
        loader=PackageLoader("legation.web", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters.update(
        actor=naming.name_actor, actors=naming.name_actors, days=naming.name_days, outside=naming.outside_url,
        segment=naming.part, score_class=naming.score_class, sign=lambda q: naming.QUAD_SIGNS.get(q or "", "none"),
        signed=lambda v: "–" if v is None else f"{v:+.1f}", number=lambda v: f"{v:,}", figure=figure,
        percent=lambda v: "" if v is None else f"{v:.0%}",
    )  # fmt: skip
    made.globals.update(
        link=naming.link, type_name=naming.name_type, link_words=naming.LINK_WORDS, draw=draw, key_of=key_of,
    )  # fmt: skip
    return made


def figure(value: float | None) -> str:
    """A number with three digits that count; a dash for none."""
    return "–" if value is None else f"{value:,.3g}"


def draw(finding: Finding, width: int = 720, *, estimates: bool = True) -> Markup:
    """A finding as inline SVG, without its quantities where a table has them. `plots.draw` escapes text."""
    finding = finding if estimates else msgspec.structs.replace(finding, estimates=())
    return Markup(plots.draw(finding, width=width, styled=False))


def html(
    page: Page, context: Context, request: Request, tokens: Tokens, pages: tuple[Page, ...], status: int = 200
) -> Response:
    """A page as HTML, with the visitor's cookie."""
    return template(page.template, context, request, tokens, pages, status, current=page.name)


def template(
    name: str, context: Context, request: Request, tokens: Tokens, pages: tuple[Page, ...], status: int = 200,
    current: str = "",
) -> Response:  # fmt: skip
    """A template with a context; the frame around it gets the menu, the theme and the form's token."""
    visit = tokens.visit(request)
    values = {field: getattr(context, field) for field in context.__struct_fields__}
    frame = {
        "theme": theme_of(request), "token": tokens.token(visit),
        "menu": [(p.nav, p.path, p.name) for p in pages if p.nav],
        "current": current, "twins": twins(request) if current else None, "here": here(request),
    }  # fmt: skip
    body = environment().get_template(name).render(**values, frame=frame)
    response = Response(body, status, media_type="text/html")
    if request.cookies.get(COOKIE) != visit:
        response.set_cookie(COOKIE, visit, httponly=True, samesite="strict")
    return response


def here(request: Request) -> str:
    """The path and query of a request."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def twins(request: Request) -> dict[str, str]:
    """Addresses of the page's JSON and CSV twins."""
    query = f"?{request.url.query}" if request.url.query else ""
    path = request.url.path
    base = "/overview" if path == "/" else path
    return {kind: f"{base}.{kind}{query}" for kind in Page.TWINS}


def twin(page: Page, context: Context, kind: str) -> Response:
    """A page's JSON or CSV twin."""
    if kind == "json":
        return Response(_JSON.encode(context), media_type="application/json")
    body = csv_text(page.rows(context))
    names = {"content-disposition": f'attachment; filename="{page.name}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=names)


def ask_of(request: Request, patience: float | None = None) -> Ask:
    """What a request asks for."""
    path = {k: str(v) for k, v in request.path_params.items()}
    return Ask(path=path, query=dict(request.query_params), patience=patience)
