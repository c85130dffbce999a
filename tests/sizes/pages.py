"""Browsers of people in a hall of either size: they know its CA, or look away from the certificate."""

import httpx
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.servers import HallServer
from tests.sizes.halls import ManyHall


def page_of(new_context: CreateContextCallback, size: tuple[int, int]) -> Page:
    """Open a page of a size for one person."""
    return new_context(viewport={"width": size[0], "height": size[1]}).new_page()


def come_in(hall: HallServer, name: str) -> httpx.Client:
    """Sign in at the desk as somebody of the sample hall, with a browser that shows no pictures."""
    client = hall.client() if isinstance(hall, ManyHall) else httpx.Client(timeout=20)
    form = client.get(f"{hall.url}/desk/sign-in").raise_for_status().text
    key = form.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    client.headers["Referer"] = f"{hall.url}/desk/sign-in"
    said = {"csrf_token": key, "name": name, "password": hall.sign_ins[name]}
    answer = client.post(f"{hall.url}/desk/sign-in", data=said)
    assert answer.status_code == 303, answer.text
    return client
