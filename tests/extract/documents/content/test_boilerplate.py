"""What goes and what stays of a news page. The sentences are made up for the rules' kinds, not taken from a site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents.content.boilerplate import article_lines, is_paragraph, source_of

TITLE = "Vietnam opens treaty for signature"
FIRST = "Vietnam has opened the treaty for signature, officials in the capital said on Monday."
SECOND = "Thailand and Malaysia will sign it next week, according to their foreign ministries."
THIRD = (
    "The treaty obliges governments to share electronic evidence with each other. It goes back to a proposal of 2017."
)
BODY = [TITLE, FIRST, SECOND]

FURNITURE = [
    "Baca juga: Polisi tangkap lima orang",
    "BASAHIN: Limang suspek arestado",
    "Đọc thêm: Công an bắt năm người",
    "อ่านเพิ่มเติม: ตำรวจจับกุมผู้ต้องสงสัย",
    "Bagikan: Facebook | X",
    "Ibahagi",
    "Chia sẻ",
    "แชร์",
    "Foto: Antara",
    "Larawan: PNA",
    "(Ảnh: VNA)",
    "ภาพ: รอยเตอร์",
    "Read also: Malaysia arrests 20 people in raid on call centre",
    "READ MORE: Malaysia arrests 20 people",
    "Baca juga: Malaysia arrests 20 people",
    "Photo: Handout",
    "PHOTO: AFP/Tang Chhin Sothy",
    "(AP Photo/Heng Sinith)",
    "Police lead suspects to a bus in Phnom Penh on Monday. (AP Photo/Heng Sinith)",
    "FILE PHOTO: The prime minister speaks at a summit in Kuala Lumpur, October 27, 2025. REUTERS/Hasnoor Hussain",
    "FILE - The prime minister speaks at a summit in Kuala Lumpur.",
    "Rows of satellite dishes on a roof. File photo",
    "Delegates pose for a photo at the opening ceremony |/ Reuters",
    "Delegates pose for a group photo at the ceremony / AFP",
    "Suspects are led off a chartered plane at Incheon airport. — Reuters pic",
    "Delegates pose for a group photo. Photo: Handout",
    "The compound seen from the Thai side of the river [Photo: Jittrapon Kaicome/Al Jazeera]",
    "The minister at the summit (Photo by Jane Doe)",
    "Photo by Jane Doe",
    "Image credit: Ministry of Foreign Affairs",
    "Advertisement",
    "ADVERTISEMENT - SCROLL TO CONTINUE",
    "- Advertisement -",
    "Story continues below",
    "Translated by Nguyen Van A",
    "Editor: Petir Garda Bhwana",
    "Reporting by A. Person in Bangkok; Editing by B. Person",
    "Tags: ASEAN, Hanoi, digital economy",
    "Topics: Cambodia | Online scams",
    "#scam #cambodia #asean",
    "Share this article: Facebook | X | WhatsApp | Copy link",
    "Tweet  Share  Email  Print",
    "Get our free daily newsletter. Sign up here.",
    "Subscribe to our newsletter",
    "Sign up for alerts",
    "Click here to get the latest news updates from Tempo on Google News",
    "We use cookies to improve your experience. Accept all cookies",
    "Home | World | Business | Technology | Sign in",
    "Follow us on Telegram and WhatsApp",
    "Savero Wienanto contributed to the writing of this article.",
    "Image caption, The compound seen from the Thai side of the river",
    "Image source, Getty Images",
    "Source: CNA/rc(kg)",
    "Item 1 of 2 Chinese nationals board a plane in Manila, November 3, 2025. REUTERS/Lisa Marie David",
    "The Daily Briefing newsletter provides all the news you need. Sign up here.",
    "https://example.org/news",
    "TEMPO.CO",
    "Sign up now: Get ST's newsletters delivered to your inbox",
    "3 min read",
    "Listen to this article",
    "***",
]

REAL = [
    "Police released a photo: the suspect stands in front of the compound.",
    "Suspects advertised jobs on Telegram/Facebook groups.",
    "Police used an AI-image-generator to trace suspects.",
    "The ministry shared the image with Reuters and other agencies.",
    "He told the AFP that the raid had failed and blamed the police for it.",
    "The regulator said that the site uses cookies without consent.",
    "Editors pick the stories with care, the union said after the arrest of its head.",
    "Read the treaty before you sign it, she told ministers.",
    "Copyright law does not help victims of scams, lawyers said.",
    "(c) to extend the powers of the police;",
    "Tags on 300 devices led the police to the compound, the army said.",
    "Share prices of the bank fell after Singapore froze its assets.",
    "Subscribers of the service lost 3 million dollars, prosecutors said.",
    "Comments by the minister angered Phnom Penh, which recalled its envoy.",
    "Two days ago, police raided the compound.",
    "Most of the victims were flown home 19 hours ago.",
    "Advertisements for fake jobs lured the victims to Cambodia.",
    "More from the region's police forces took part in the operation in May.",
    "Translated documents were found by the police in the compound.",
    "The video shows officers (all from Thailand) at the border.",
    "By Monday, all 40 countries had signed it.",
    "Image sources were checked by the police before the arrest.",
    "Malaysia contributed to the reports of the police on this case.",
    "A Reuters/Ipsos poll showed that most people had lost money to scams.",
    "INTERPOL.INT was copied by the gang.",
    "Related crimes are a matter for national courts.",
    "Cross-Border Coordination",
    "What Thailand proposes",
    "Rampant Online Scams in Southeast Asia",
]

TAILS = [
    ["Related articles", "Phone makers promise updates", "19 hours ago", "Coastal cities brace for rain", "1 day ago"],
    ["You may also like", "Night buses return to the old town", "7 hours ago", "Quiz: how well do you know it?"],
    ["RELATED ARTICLES", "Coffee prices climb", "Get our free daily newsletter. Sign up here."],
    ["More from this section", "Startup fair draws record crowd", "19 hours ago"],
    ["Editor’s Choice: Thailand Deputy Finance Minister Resigns", "Cambodia Is Unsafe", "19 jam lalu", "", FIRST],
    ["Read more:", "Banks test hotline", "19 hours ago", "Share this article: Facebook | X"],
    ["Most read", "1 Banks test hotline", "2 Night buses return", "© 2025 All rights reserved"],
    ["Don't miss", "Banks test hotline", "3 hours ago"],
    [
        "Banks test hotline",
        "3 hours ago",
        "Police said that banks are testing a hotline for all victims.",
        "Rail strike",
        "1 day ago",
    ],
    ["Banks test hotline 3 hours ago", "Rail strike ends after night of talks 21 hours ago"],
    ["Leave a comment", "Your email address will not be published."],
    ["Tags:", "Cambodia", "Online scams"],
    ["Recommended for you", "Banks test hotline", "27 October 2025", "Rail strike ends", "26 October 2025"],
    ["Banks test hotline", "27 October 2025", "Rail strike ends", "26 October 2025"],
    ["Comments (3)", "Anna", "2 hours ago", "I think that all this is a great shame for the country."],
    ["Berita terkait", "Polisi tangkap lima orang", "19 jam lalu"],
    ["Berita berkaitan", "Polis tahan lima lelaki", "2 hari lepas"],
    ["Kaugnay na balita", "Limang suspek arestado", "2 oras na ang nakalipas"],
    ["Tin liên quan", "Công an bắt năm người", "5 giờ trước"],
    ["ข่าวที่เกี่ยวข้อง", "ตำรวจจับกุมผู้ต้องสงสัยห้าคน", "2 ชั่วโมงที่แล้ว"],
    ["Limang suspek arestado", "3 oras ang nakakaraan", "Bagong batas", "isang araw ang nakalipas"],
    ["Công an bắt năm người", "5 phút trước", "Luật mới", "hôm qua"],
    ["ตำรวจจับกุมผู้ต้องสงสัย", "3 วันที่ผ่านมา"],
    ["DANIEL A. FAJRI"],
    ["About us | Contact | Privacy policy", "Terms of use"],
]

HEADS = [
    ["By our diplomatic correspondent", "24 October 2025"],
    ["By a staff reporter | Saturday, October 18, 2025"],
    ["Posted on October 20, 2025 by the editors"],
    ["October 28, 2025 | 04:19 pm"],
    ["Published: 27 October 2025, 10:00 GMT+7", "Updated: 28 October 2025"],
    ["3 hours ago"],
    ["World", "Latest news", "By A. Writer"],
    ["NEWS ANALYSIS"],
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_goes_from_the_middle_of_an_article(line: str) -> None:
    assert article_lines([TITLE, FIRST, line, SECOND, THIRD]) == [TITLE, FIRST, SECOND, THIRD]


@pytest.mark.parametrize("line", REAL)
def test_what_the_article_says_stays(line: str) -> None:
    assert article_lines([TITLE, FIRST, line, SECOND, THIRD]) == [TITLE, FIRST, line, SECOND, THIRD]


@pytest.mark.parametrize("tail", TAILS, ids=lambda tail: tail[0])
def test_what_follows_the_article_goes(tail: list[str]) -> None:
    assert article_lines(BODY + [line for line in tail if line]) == BODY


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head[0])
def test_what_stands_between_headline_and_text_goes(head: list[str]) -> None:
    assert article_lines([TITLE, *head, FIRST, SECOND]) == BODY


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Police raided it on Monday. Read also: Malaysia arrests 20", "Police raided it on Monday."),
        ("Police raided it (AP Photo/Heng Sinith) on Monday.", "Police raided it on Monday."),
        (
            "Police raided the compound on Monday, the army said. — AFP",
            "Police raided the compound on Monday, the army said.",
        ),
        ("Police raided the compound, the army said. (Reuters/AFP)", "Police raided the compound, the army said."),
        ("Police raided it ADVERTISEMENT - SCROLL TO CONTINUE on Monday.", "Police raided it on Monday."),
        ("Police (all of them Thai) raided it on Monday.", "Police (all of them Thai) raided it on Monday."),
        ("The AP reported on Monday. It named AFP", "The AP reported on Monday. It named AFP"),
    ],
)
def test_links_and_credits_inside_a_paragraph_go(line: str, left: str) -> None:
    assert article_lines([*BODY, line]) == [*BODY, left]


def test_the_article_goes_on_after_a_box() -> None:
    box = ["Related articles", "Banks test hotline", "19 hours ago", "Rail strike ends", "2 days ago"]
    assert article_lines([*BODY, *box, SECOND, THIRD]) == [*BODY, SECOND, THIRD]
    assert article_lines([*BODY, "Read also:", "Banks test hotline", THIRD]) == [*BODY, THIRD]
    assert article_lines([*BODY, "© AFP", THIRD, "Outlook", FIRST]) == [*BODY, THIRD, "Outlook", FIRST]


@pytest.mark.parametrize(
    "title",
    ["More on Thailand's plan", "Watch: Police raid compound", "By air and sea: how gangs move", "Latest treaty news"],
)
def test_the_headline_stays_even_if_it_looks_like_a_label(title: str) -> None:
    assert article_lines([title, FIRST, SECOND])[0] == title


@pytest.mark.parametrize("line", [*FURNITURE, "3 hours ago", "Related articles"])
def test_a_text_of_one_line_is_left_alone(line: str) -> None:
    assert article_lines([line]) == [line]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("TEMPO.CO, Jakarta - Thailand has proposed it.", "TEMPO.CO"),
        ("MANILA, Nov 3 (Reuters) - The Philippines has deported them.", "Reuters"),
        ("JAKARTA (ANTARA) -- Police raided it.", "ANTARA"),
        ("HANOI (17 January 2026) – The ministers have adopted it.", None),
        ("PARIS (France) - The ministers have adopted it.", None),
        ("Thailand (Reuters reported) has proposed it.", None),
    ],
)
def test_source_of_a_dateline(line: str, source: str | None) -> None:
    assert source_of(line) == source


def test_paragraph_or_headline() -> None:
    assert is_paragraph(FIRST)
    assert not is_paragraph("What is a passkey, and do you need one?")
    assert not is_paragraph("Police raid compound in Manila")


lines = st.lists(
    st.sampled_from([*FURNITURE, *REAL, FIRST, SECOND, THIRD, "Related articles", "3 hours ago"]) | st.text()
)


@given(lines)
def test_cleaning_only_takes_away(given_lines: list[str]) -> None:
    kept = article_lines(given_lines)
    assert len(kept) <= len(given_lines)
    rest = iter(given_lines)
    assert all(any(_shortened(line, original) for original in rest) for line in kept)


def _shortened(line: str, original: str) -> bool:
    characters = iter(original)
    return all(character in characters for character in line)
