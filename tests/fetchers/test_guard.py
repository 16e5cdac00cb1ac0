"""No page, feed or redirect leads into a private network: spellings, names, rebinding, proxies."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

import pytest

from extractor.fetchers import FetchOptions, fetch
from extractor.records import Failure, Page

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>"
# What is no valid host at all is refused as that, and an escaped one is a name nobody knows.
CODES = {
    "localhost": "private_address",
    "LOCALHOST": "private_address",
    "localhost.": "private_address",
    "127.0.0.1.": "private_address",
    "127.1": "private_address",
    "2130706433": "private_address",
    "0x7f000001": "private_address",
    "0177.0.0.1": "bad_url",
    "0.0.0.0": "private_address",
    "[::1]": "private_address",
    "[::ffff:127.0.0.1]": "private_address",
    "[::ffff:7f00:1]": "private_address",
    "[64:ff9b::127.0.0.1]": "private_address",
    "[2002:7f00:1::]": "private_address",
    "user@127.1": "private_address",
    "example.org@127.1": "private_address",
    "example.org:80@127.1": "private_address",
    "%31%32%37.0.0.1": "dns",
    "①②⑦.⓪.⓪.①": "bad_url",
    "127。0。0。9": "private_address",
    "ⓛocalhost": "bad_url",
}
SPELLINGS = list(CODES)
LOOPBACK = {"localhost": [["127.0.0.1"]], "localhost.": [["127.0.0.1"]]}


def fetched(*sources: str, **options: object) -> list[Page | Failure]:
    return list(fetch(sources, FetchOptions(**{"retries": 0, "connect_timeout": 1.5, **options})))


def codes(items: list[Page | Failure]) -> list[str]:
    return [item.error if isinstance(item, Failure) else "page" for item in items]


def feed_of(*links: str) -> str:
    items = "".join(f"<item><title>Story</title><link>{link}</link></item>" for link in links)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    )


class Names:
    """A name server: each name has answers, given one after the other, the last one for ever."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, host: str, port: int) -> Sequence[str]:
        with self._lock:
            self.asked.append(host)
            given = self._answers.get(host)
            if given is None:
                raise socket.gaierror(socket.EAI_NONAME, "not known")
            return given.pop(0) if len(given) > 1 else given[0]


@pytest.fixture
def doors(news_server):
    """URL of a feed that links to this machine under a spelling of its address."""

    def feed(spelling: str) -> str:
        link = f"http://{spelling}:{news_server.server_port}/secret"
        return news_server.add("/feed", feed_of(link), "application/rss+xml")

    news_server.add("/secret", STORY)
    return feed


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_in_a_feed(doors, news_server, spelling):
    # Not the machine's resolver, for whether that knows "localhost." differs.
    assert codes(fetched(doors(spelling), resolver=Names(**LOOPBACK))) == [CODES[spelling]]
    assert [path for path, _ in news_server.requests] == ["/feed"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_in_a_redirect(doors, news_server, spelling):
    target = f"http://{spelling}:{news_server.server_port}/secret"
    url = news_server.add_redirect("/hop", target.encode().decode("latin-1"))
    (code,) = codes(fetched(url))
    assert code in ("private_address", "bad_url", "broken_response", "dns")
    assert [path for path, _ in news_server.requests] == ["/hop"]


def test_the_host_of_the_document_is_trusted_and_so_is_what_the_user_allows(doors):
    assert codes(fetched(doors("127.0.0.1"))) == ["page"]
    assert codes(fetched(doors("localhost"), allow_hosts=frozenset({"LocalHost"}))) == ["page"]
    assert codes(fetched(doors("127.1"), allow_hosts=frozenset({"127.0.0.1"}))) == [
        "private_address"
    ]


def test_a_name_that_resolves_to_a_private_address(doors, news_server):
    names = Names(inside_example=[["127.0.0.1"]])
    assert codes(fetched(doors("inside.example"), resolver=names)) == ["private_address"]
    assert [path for path, _ in news_server.requests] == ["/feed"]


def test_one_private_address_among_public_ones_is_enough(doors, news_server):
    names = Names(inside_example=[["93.184.216.34", "127.0.0.1"]])
    assert codes(fetched(doors("inside.example"), resolver=names)) == ["private_address"]


def test_rebinding_between_check_and_use(doors, news_server):
    """The second answer of the name server is never asked for by the connection that was checked.

    The first address answers nothing here, so nothing is fetched; what counts is that the one
    after it is not used.
    """
    names = Names(rebound_example=[["93.184.216.34"], ["127.0.0.1"]])
    own = frozenset({"rebound.example"})
    failures = fetched(doors("rebound.example"), resolver=names, ignore_robots=own)
    assert codes(failures) != ["page"]
    assert names.asked == ["rebound.example"]
    assert [path for path, _ in news_server.requests] == ["/feed"]


def test_every_connection_is_checked_anew(news_server):
    names = Names(rebound_example=[["93.184.216.34"], ["127.0.0.1"]])
    port = news_server.server_port
    links = [f"http://rebound.example:{port}/{number}" for number in range(3)]
    url = news_server.add("/feed", feed_of(*links), "application/rss+xml")
    own = frozenset({"rebound.example"})
    found = codes(fetched(url, resolver=names, ignore_robots=own, requests_per_host=1))
    assert found[1:] == ["private_address"] * 2
    assert [path for path, _ in news_server.requests] == ["/feed"]


@pytest.fixture
def moving(news_server, monkeypatch):
    """A feed on a host whose address is public until the feed was read.

    127.0.0.1, where the server is, stands for that one. At the other nobody answers, so that a
    request which is let through fails as refused.
    """
    monkeypatch.setattr("extractor.fetchers.guard.is_public", "127.0.0.1".__eq__)
    port = news_server.server_port
    links = [f"http://moving.example:{port}/{name}" for name in ("secret", "other")]
    lasting = {"Cache-Control": "max-age=600"}
    news_server.add("/feed", feed_of(*links), "application/rss+xml", headers=lasting)
    return f"http://moving.example:{port}/feed"


@pytest.fixture
def moving_list(moving, tmp_path):
    """A local list that names the feed, which makes it nobody's choice."""
    opml = tmp_path / "list.opml"
    outline = f'<outline type="rss" xmlUrl="{moving}"/>'
    opml.write_text(f'<opml version="2.0"><body>{outline}</body></opml>')
    return str(opml)


def fetched_moving(source, server, **options):
    def resolver(_host, _port):
        was_read = any(path == "/feed" for path, _ in server.requests)
        return ["127.0.0.2" if was_read else "127.0.0.1"]

    own = frozenset({"moving.example"})
    return codes(fetched(source, resolver=resolver, ignore_robots=own, **options))


def test_the_host_of_a_feed_cannot_move_inside(moving, news_server):
    assert fetched_moving(moving, news_server) == ["private_address"] * 2


def test_the_host_of_a_feed_in_a_list_cannot_move_inside(moving_list, news_server):
    assert fetched_moving(moving_list, news_server) == ["private_address"] * 2


def test_nor_when_the_feed_comes_out_of_the_cache(moving_list, news_server, tmp_path):
    cache = tmp_path / "cache"
    fetched_moving(moving_list, news_server, cache=cache)
    # No connection tells now where the feed's host is.
    assert fetched_moving(moving_list, news_server, cache=cache) == ["private_address"] * 2
    assert len(news_server.requests) == 1


def test_a_host_that_the_user_allows_may_move(moving, news_server):
    allowed = frozenset({"moving.example"})
    assert fetched_moving(moving, news_server, allow_hosts=allowed) == ["refused"] * 2


def test_a_trusted_connection_is_not_lent_to_pages(news_server):
    """The user's connection to an inside host stays open; no page can send requests over it."""
    names = Names(inside_example=[["127.0.0.1"]], outside_example=[["127.0.0.1"]])
    inside = f"http://inside.example:{news_server.server_port}/secret"
    outside = f"http://outside.example:{news_server.server_port}/feed"
    news_server.add("/secret", STORY)
    news_server.add("/feed", feed_of(inside), "application/rss+xml")
    assert codes(fetched(inside, outside, inside, resolver=names)) == [
        "page",
        "private_address",
        "page",
    ]


def test_the_name_stays_in_the_request(news_server):
    names = Names(inside_example=[["127.0.0.1"]])
    url = f"http://inside.example:{news_server.server_port}/secret"
    news_server.add("/secret", STORY)
    assert codes(fetched(url, resolver=names)) == ["page"]
    (_, headers), *_ = news_server.requests
    assert headers["Host"] == f"inside.example:{news_server.server_port}"


def test_the_next_address_is_tried_where_one_is_dead(news_server):
    names = Names(inside_example=[["127.0.0.2", "127.0.0.1"]])
    url = f"http://inside.example:{news_server.server_port}/secret"
    news_server.add("/secret", STORY)
    assert codes(fetched(url, resolver=names)) == ["page"]


def test_a_name_without_addresses(news_server):
    names = Names(empty_example=[[]])
    assert codes(fetched("http://empty.example/", resolver=names)) == ["dns"]


def test_a_robots_txt_cannot_lead_inside(news_server):
    news_server.add_redirect("/robots.txt", news_server.url("/secret", host="localhost"))
    news_server.add("/secret", STORY)
    assert codes(fetched(news_server.add("/a", STORY))) == ["private_address"]
    assert not news_server.requests


class TestProxies:
    """Behind a proxy, the proxy resolves names; what can be known here is refused here."""

    @pytest.fixture
    def proxy(self, news_server, monkeypatch):
        monkeypatch.setenv("http_proxy", news_server.url(""))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        return news_server

    def test_is_used(self, proxy):
        proxy.add("http://news.example/a", STORY)
        assert codes(fetched("http://news.example/a", resolver=Names())) == ["page"]

    def test_links_into_private_networks_are_refused_before(self, proxy):
        names = Names(inside_example=[["10.0.0.1"]])
        links = ["http://inside.example/", "http://10.0.0.1/", "http://unknown.example/a"]
        proxy.add("http://news.example/feed", feed_of(*links), "application/rss+xml")
        proxy.add("http://unknown.example/a", STORY)
        items = fetched("http://news.example/feed", resolver=names)
        assert codes(items) == ["private_address", "private_address", "page"]

    @pytest.mark.parametrize("host", ["intranet", "wiki.corp", "printer.local", "db.internal."])
    def test_names_of_inner_networks_are_refused(self, proxy, host):
        proxy.add("http://news.example/feed", feed_of(f"http://{host}/a"), "application/rss+xml")
        proxy.add(f"http://{host}/a", STORY)
        items = fetched("http://news.example/feed", resolver=Names())
        assert codes(items) == ["private_address"]

    def test_hosts_without(self, proxy, monkeypatch):
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert codes(fetched(proxy.add("/a", STORY))) == ["page"]
        assert [path for path, _ in proxy.requests] == ["/a"]

    @pytest.mark.parametrize("address", ["socks5://127.0.0.1:1", "http://[::1", "::"])
    def test_settings_that_cannot_be_used(self, monkeypatch, address):
        monkeypatch.setenv("http_proxy", address)
        assert codes(fetched("http://news.example/")) == ["connection"]

    def test_login(self, proxy, monkeypatch):
        monkeypatch.setenv("http_proxy", proxy.url("").replace("//", "//desk:pass@"))
        proxy.add("http://news.example/a", STORY)
        assert codes(fetched("http://news.example/a")) == ["page"]
        assert proxy.requests[-1][1]["Proxy-Authorization"] == "Basic ZGVzazpwYXNz"
