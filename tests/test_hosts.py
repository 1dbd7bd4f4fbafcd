import pytest

from broadsheet.hosts import real_host
from broadsheet.links import Refusal, SafeLink, check_url


def shown(host: str) -> str:
    link = check_url(f"https://{host}/path?q=1")
    assert isinstance(link, SafeLink)
    return link.shown_host


@pytest.mark.parametrize(
    ("host", "ascii_host"),
    [
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("\u0142\u00f3d\u017a.example", "xn--d-uga0v4h.example"),
        ("\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "xn--e1afmkfd.xn--p1ai"),
        (
            "\u65e5\u672c\u8a9e\u30b5\u30fc\u30d0\u30fc.example",
            "xn--vckucxgb5388dcvb2w6i.example",
        ),
        ("\u30ce\u30fc\u30c8.jp", "xn--fdkl2l.jp"),
        ("\ud55c\uad6d.example", "xn--3e0b707e.example"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940.example", "xn--j2bd4cyah0f.example"),
        ("\u0645\u062b\u0627\u0644.example", "xn--mgbh0fb.example"),
        ("\u0570\u0561\u0575\u0561\u057d\u057f\u0561\u0576.am", "xn--y9aaa1d0ai1cq.am"),
        ("pa\u00dfport.gov", "xn--paport-cta.gov"),
        ("\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2.gr", "xn--kxa6ajbbmh.gr"),  # final sigma
    ],
)
def test_a_host_in_one_script_is_shown_with_its_punycode(host: str, ascii_host: str) -> None:
    assert shown(host) == f"{host} ({ascii_host})"


@pytest.mark.parametrize(
    ("host", "ascii_host"),
    [
        ("g\u043e\u043egle.com", "xn--ggle-55da.com"),  # Latin and Cyrillic
        ("\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"),  # Cyrillic: "apple"
        ("\u0585\u057d\u0578.am", "xn--mbbjx.am"),  # Armenian that reads "oun"
        ("ex\u0131t.com", "xn--ext-kua.com"),  # dotless i
        ("b\u0332ank.com", "xn--bank-v2c.com"),  # a line below a Latin letter
        ("google.com\u30ceevil.jp", "google.xn--comevil-v04f.jp"),
        ("google.com\u4e36evil.jp", "google.xn--comevil-k63k.jp"),
        ("google.com.\u4e3f.jp", "google.com.xn--xiq.jp"),
        ("\u1200\u1220.et", "xn--9wd8d.et"),  # a script whose lookalikes nobody here can judge
        ("l\u00b7l.com", "xn--ll-0ea.com"),
    ],
)
def test_a_host_that_could_pass_for_another_is_shown_as_punycode_only(
    host: str, ascii_host: str
) -> None:
    assert shown(host) == ascii_host
    assert shown(ascii_host) == ascii_host


@pytest.mark.parametrize(
    ("host", "real"),
    [
        ("\uff47oogle.com", "google.com"),  # full width
        ("google.com\u3002evil.example", "google.com.evil.example"),  # an ideographic full stop
        ("PA\u00dfPORT.gov", "xn--paport-cta.gov"),
        ("\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3.gr", "xn--kxa6akbbkh.gr"),  # no final sigma
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("\uff11\uff12\uff17.1", "127.0.0.1"),
        ("0300.0250.1", "192.168.0.1"),
    ],
)
def test_the_browser_gets_the_host_that_is_shown(host: str, real: str) -> None:
    link = check_url(f"https://{host}:8080/Path?q=\u00e9#f")
    assert isinstance(link, SafeLink)
    assert link.url == f"https://{real}:8080/Path?q=\u00e9#f"
    assert link.shown_host.replace(":8080", "", 1).removesuffix(")").endswith(real)
    assert check_url(link.url) == link


@pytest.mark.parametrize(
    "host",
    [
        "a\u2044b.com",  # a fraction slash
        "a\u00b7b.com",
        "fa\u0300\u200d.com",
        "256.1.1.1",
        "1.2.3.4.5",
        "4294967296",
        "0x.0y.1",
        "09.1.1.1",
        "\u00fc" * 64 + ".example",
    ],
    ids=ascii,
)
def test_a_host_that_no_browser_goes_to_is_refused(host: str) -> None:
    assert real_host(host) == ""
    assert isinstance(check_url(f"https://{host}/"), Refusal)
