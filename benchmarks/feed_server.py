"""A server of feeds that answers after a while: `python -m benchmarks.feed_server FEEDS ENTRIES`.

Each feed has a host of its own, 127.0.0.1 and up. The first line it prints is its port.
"""

import asyncio
import sys

LATENCY = 0.05
"""Seconds before each answer."""

_PARAGRAPH = "<p>" + "Night trains return to the timetable after years of work. " * 30 + "</p>"


def document(feed: int, entries: int) -> bytes:
    """Return a feed; 30 entries are about 58 KB."""
    items = "".join(
        f"<item><title>Feed {feed} says number {entry}</title><guid isPermaLink='false'>"
        f"{feed}-{entry}</guid><link>https://feed{feed}.example/{entry}</link>"
        f"<pubDate>Tue, 05 Mar 2024 {entry // 60 % 24:02}:{entry % 60:02}:00 GMT</pubDate>"
        f"<description><![CDATA[{_PARAGRAPH}]]></description></item>"
        for entry in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Feed {feed}</title><link>https://feed{feed}.example/</link>{items}</channel></rss>"
    ).encode()


async def _serve(feeds: int, entries: int) -> None:
    bodies = [document(feed, entries) for feed in range(feeds)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(LATENCY)
        feed = int(head.split()[1].lstrip(b"/"))
        lines = b'ETag: "1"\r\nConnection: close\r\n'
        if b"if-none-match" in head.lower():
            writer.write(b"HTTP/1.1 304 Not Modified\r\n" + lines + b"\r\n")
        else:
            length = f"Content-Length: {len(bodies[feed])}\r\n".encode()
            kind = b"Content-Type: application/rss+xml\r\n"
            writer.write(b"HTTP/1.1 200 OK\r\n" + lines + length + kind + b"\r\n" + bodies[feed])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0)  # noqa: S104 - 127.0.0.0/8
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
