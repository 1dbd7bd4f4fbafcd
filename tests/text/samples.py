"""Titles in many scripts, whose widths terminals see differently."""

MANY_SCRIPTS = (
    "प्रधानमंत्री की यात्रा के दौरान नई योजनाओं की घोषणा और अन्य समाचार",
    "தமிழ்நாட்டில் புதிய திட்டங்கள் அறிவிப்பு செய்திகள் இன்று வெளியாகின",
    "Plain ASCII title of the same kind with a number of words for comparison",
    "ព័ត៌មាន ថ្មីៗ នៅកម្ពុជា",
    "① ② ③ ㉈㉉㉊ ䷀䷁䷂ ⚀ hexagrams 🄰🄱🅰🅱",
    "日本語のニュースです、長い題名が列の端でどう切れるかを見る試験",
    "עברית חדשות היום בירושלים",
    "한국어 뉴스 \u1100\ud79d 조합",
    "မြန်မာနိုင်ငံ သတင်း",
    "👩‍🚀 👍🏽 🇩🇪🇫🇷 ❤️ ☰ 🫨",
)
