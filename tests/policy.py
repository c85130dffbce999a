"""What a browser refused because a page wanted more than its content security policy allows."""

from playwright.sync_api import BrowserContext, ConsoleMessage

SAID = "Content Security Policy"


def refusals(context: BrowserContext) -> list[str]:
    """Listen from now on; whatever a page of this context is refused is added to the list."""
    heard = list[str]()

    def note(message: ConsoleMessage) -> None:
        if SAID in message.text:
            heard.append(f"{message.page.url if message.page else ''}: {message.text}")

    context.on("console", note)
    return heard
