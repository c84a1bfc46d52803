"""The application: pages and their twins, the few writes, and errors in one line."""

from collections.abc import Callable, Sequence
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from legation.api import Ledger, Reader
from legation.errors import LegationError
from legation.web import rendering, writes
from legation.web.desk import Desk
from legation.web.naming import name_actor
from legation.web.page import Ask, Context, Missing, Page
from legation.web.registry import all_pages
from legation.web.safety import FIELD, LOOPBACK, Guard, Tokens, TooMuch

PATIENCE = 0.06
"""Seconds that a page in the browser waits for each of its slow parts; twins wait until they are there."""


class Trouble(Context, frozen=True, kw_only=True):
    """Context of the page that tells what went wrong."""

    message: str
    status: int


def create_app(
    ledger: Ledger,
    *,
    make_reader: Callable[[], Reader] | None = None,
    hosts: Sequence[str] = LOOPBACK,
) -> Starlette:
    """The desk over a ledger. `hosts` are the names by which it may be asked for; `make_reader` makes its reader."""
    desk, tokens, pages = Desk(ledger, make_reader), Tokens(), all_pages()
    server = Server(desk, tokens, pages)
    app = Starlette(
        routes=server.routes(),
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers={
            LegationError: server.refuse, HTTPException: server.refuse, TooMuch: server.refuse,
        },
    )  # fmt: skip
    app.state.desk = desk
    desk.warm = server.warm
    return app


class Server:
    """Answers requests from a desk."""

    def __init__(self, desk: Desk, tokens: Tokens, pages: tuple[Page, ...]) -> None:
        self.desk, self.tokens, self.pages = desk, tokens, pages
        self.by_name = {p.name: p for p in pages}

    def routes(self) -> list[BaseRoute]:
        """All routes; twins stand before pages, whose parameters would swallow their endings."""
        found: list[BaseRoute] = []
        for page in self.pages:
            base = "/overview" if page.path == "/" else page.path
            found += [Route(f"{base}.{kind}", self._twin(page, kind)) for kind in Page.TWINS]
            found += [Route(f"{base}.{kind}", self._file(page, kind)) for kind in page.files]
        found += [Route(page.path, self._page(page)) for page in self.pages]
        found += [
            Route("/read", self._post(self._read), methods=["POST"]),
            Route("/judge", self._post(self._judge), methods=["POST"]),
            Route("/theme", self._post(self._theme), methods=["POST"]),
            Mount("/static", StaticFiles(directory=str(files("legation.web").joinpath("static")))),
        ]
        return found

    def warm(self) -> None:
        """Asks for the pages of the menu once, as a visitor would, and loads what the others need."""
        name_actor("USA")
        for page in self.pages:
            if page.nav:
                page.load(self.desk, Ask(path={}, query={}))
            rendering.environment().get_template(page.template)

    def _page(self, page: Page) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            context = page.load(self.desk, rendering.ask_of(request, PATIENCE))
            return rendering.html(page, context, request, self.tokens, self.pages)

        return answer

    def _twin(self, page: Page, kind: str) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            return rendering.twin(page, page.load(self.desk, rendering.ask_of(request)), kind)

        return answer

    def _file(self, page: Page, kind: str) -> Callable[[Request], Response]:
        media, make = page.files[kind]

        def answer(request: Request) -> Response:
            name = {"content-disposition": f'attachment; filename="{page.name}.{kind}"'}
            body = make(self.desk, rendering.ask_of(request))
            return Response(body, media_type=f"{media}; charset=utf-8", headers=name)

        return answer

    def _post(self, write: Callable[[Request, dict[str, str]], Response]):  # type: ignore[no-untyped-def]
        async def answer(request: Request) -> Response:
            form = plain_form(await request.form(max_files=0, max_fields=60, max_part_size=3_000_000))
            if not self.tokens.allows(request, form.pop(FIELD, "")):
                raise HTTPException(403, "This form is stale or came from elsewhere. Load the page again.")
            return await run_in_threadpool(write, request, form)

        return answer

    def _read(self, request: Request, form: dict[str, str]) -> Response:
        context, added = writes.read(self.desk, form)
        if added is not None:
            return RedirectResponse(added, 303)
        status = 422 if context.error else 200
        return rendering.html(self.by_name["read"], context, request, self.tokens, self.pages, status)

    def _judge(self, request: Request, form: dict[str, str]) -> Response:
        return RedirectResponse(writes.judge(self.desk, form), 303)

    def _theme(self, request: Request, form: dict[str, str]) -> Response:
        return writes.set_theme(form)

    def refuse(self, request: Request, error: Exception) -> Response:
        """What went wrong, in one line, as the asker likes it."""
        status, message = tell(error)
        if request.url.path.endswith(".json"):
            return JSONResponse({"error": message}, status)
        heading = "Nothing here" if status == 404 else "That did not work"
        context = Trouble(heading=heading, message=message, status=status)
        return rendering.template("trouble.html", context, request, self.tokens, self.pages, status)


def tell(error: Exception) -> tuple[int, str]:
    """The status and the line of an error."""
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail)
    if isinstance(error, TooMuch):
        return 413, "The request is too large."
    return (404 if isinstance(error, Missing) else 400), " ".join(str(error).split())


def plain_form(form: FormData) -> dict[str, str]:
    """The text fields of a form, the first of each name."""
    found: dict[str, str] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, value)
    return found
