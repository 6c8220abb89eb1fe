"""Coreference in a document: names, bodies of a country, nominals and pronouns, and mentions that stay unresolved."""

import pytest

from extract.claims import Extractor
from ontology.model import Document, DocumentEntity

SAME = [
    ("Thailand signed. The Thai government praised it.", "Thailand", ["Thailand", "The Thai government"]),
    ("Bangkok signed the treaty.", "Thailand", ["Bangkok"]),
    ("Kenya signed. The country will host talks. Kenya agreed.", "Kenya", ["Kenya", "The country", "Kenya"]),
    ("Interpol met. It signed the treaty.", "Interpol", ["Interpol", "It"]),
    ("INTERPOL met Europol.", "Interpol", ["INTERPOL"]),
    ("Prime Minister Hun Manet met Anwar Ibrahim. Manet signed.", "Hun Manet", ["Prime Minister Hun Manet", "Manet"]),
    ("Kenya's president, William Ruto, spoke. He signed.", "William Ruto",
     ["Kenya's president", "William Ruto", "He"]),
    ("The Cyber Security Agency (CSA) warned. CSA signed.", "Cyber Security Agency", None),
    ("Police in Ghana met. They signed the pact.", "Ghanaian police", ["Police", "They"]),
    ("Officers met Kenyan police. Police signed.", "Kenyan police", ["Kenyan police", "Police"]),
    ("The Kenyan Treasury Department met. Uganda agreed. Rwanda agreed. The Treasury signed.",
     "Treasury Department (Kenya)", ["The Kenyan Treasury Department", "The Treasury"]),
    ("Kenya's premier, Ann Otieno, spoke. Uganda listened. Her country signed.", "Kenya", None),
    ("The Sable Group, a Kenyan conglomerate, paid. Police raided the Kenyan conglomerate.", "Sable Group", None),
    ("The Sable Group met Boreal Bank. Police raided the group.", "Sable Group", ["The Sable Group", "the group"]),
    ("The African Union met. The union's finance ministers agreed.", "African Union finance ministers",
     ["The union's finance ministers"]),
    ("The digital ministers of ASEAN met. The ministers agreed.", "ASEAN digital ministers", None),
    ("A signing ceremony opened. The two-day event ended.", "signing ceremony",
     ["A signing ceremony", "The two-day event"]),
    ("Sixty Kenyans landed. They were flown home by their government.", "Kenya", ["their government"]),
    ("LUSAKA, 3 May 2025 – Kenya signed.", "Lusaka", ["LUSAKA"]),
    ("Police in Ghana met.", "Ghana", ["Ghana"]),
    ("The Ministry of Justice of Kenya met. The ministry signed.", "Ministry of Justice (Kenya)", None),
    ("The Coast Guard Force (CGF) met. Ghana signed. Kenya's CGF signed.", "Coast Guard Force (Kenya)",
     ["The Coast Guard Force", "CGF", "CGF"]),
    ("Vietnam's General Secretary To Lam met Ann Holt. Lam signed.", "To Lam", None),
    ("Do Hung Viet, Vietnam's envoy, signed. Viet left.", "Do Hung Viet", ["Do Hung Viet", "Vietnam's envoy", "Viet"]),
    ("Mr Edwin Moss SC met Ann Holt. Mr Moss signed.", "Edwin Moss", None),
    ("Datuk Seri Anwar Husain signed. Anwar left.", "Anwar Husain", None),
    ("Kenyan Police Chief Amos Otieno signed.", "Amos Otieno", ["Kenyan Police Chief Amos Otieno"]),
    ("José Maria-Horta spoke. Maria-Horta signed.", "José Maria-Horta", ["José Maria-Horta", "Maria-Horta"]),
    ("Operation Harvest 2.0 ended. The operation failed.", "Operation Harvest 2.0",
     ["Operation Harvest 2.0", "The operation"]),
    ("Kenya and Uganda met. The two countries signed.", "Uganda", ["Uganda", "The two countries"]),
    ("Apex Bank met Boreal Bank. Both banks signed.", "Apex Bank", ["Apex Bank", "Both banks"]),
    ("President William Ruto met Ann Holt. The president signed.", "William Ruto",
     ["President William Ruto", "The president"]),
    ("The South Korean president met Ann Holt. The president signed.", "President of South Korea", None),
    ("The Kenyan navy met Peru. Chile left. The navy agreed.", "Kenyan navy", ["The Kenyan navy", "The navy"]),
    ("The Delta Harbour Agency met. Kenya agreed. The DHA signed.", "Delta Harbour Agency",
     ["The Delta Harbour Agency", "The DHA"]),
    ("Honiara withdrew the bill. Abuja rejected the proposal.", "Solomon Islands", ["Honiara"]),
    ("The European Union met. Its members agreed.", "European Union members", ["Its members"]),
    ("The U.S. Justice Department charged Ann Otieno. The Department of Justice thanked Kenya.",
     "Department of Justice (United States)", ["The U.S. Justice Department", "The Department of Justice"]),
    ("The Philippine Department of Justice met. The Justice Department signed.", "Department of Justice (Philippines)",
     ["The Philippine Department of Justice", "The Justice Department"]),
    ("Ghana's Cyber Security Authority (CSA) met. CSA signed.", "Cyber Security Authority (Ghana)", None),
    ("India's CBI met. Kenya agreed. The CBI signed the pact.", "Central Bureau of Investigation (India)", None),
    ("The British NCA met. Kenya agreed. The NCA signed the pact.", "National Crime Agency (United Kingdom)", None),
    ("Myanmar's military met. The Tatmadaw signed.", "Myanmar military", ["Myanmar's military", "The Tatmadaw"]),
    ("The Office of Foreign Assets Control (OFAC) met. OFAC signed.", "Office of Foreign Assets Control", None),
    ("The Lima Fraud Unit (“LFU”) met. The LFU signed.", "Lima Fraud Unit", ["The Lima Fraud Unit", "LFU", "The LFU"]),
    ("Crime syndicates (CSs) met. The CSs signed.", "crime syndicates", ["Crime syndicates", "CSs", "The CSs"]),
    ("The Monetary Authority of Singapore met. MAS signed.", "Monetary Authority of Singapore", None),
    ("The Kenyan Fraud Agency arrested Bo Li. The agency signed.", "Fraud Agency (Kenya)",
     ["The Kenyan Fraud Agency", "The agency"]),
    ("The Secret Service arrested Bo Li. The service signed.", "United States Secret Service", None),
    ("The Monetary Authority of Singapore met Kenyan police. The regulator signed.",
     "Monetary Authority of Singapore", None),
    ("The firm sued the operators of Voltnet. Microsoft sued Cisco. The company signed.", "Microsoft", None),
    ("Police raided the exchange Coinpeak. The exchange signed.", "Coinpeak", None),
    ("Peru met officials. The State Department signed.", "Department of State (United States)",
     ["The State Department"]),
    ("The Treasury met. The Treasury's Office of Foreign Assets Control signed.",
     "Department of the Treasury (United States)", None),
]  # fmt: skip


def entities(extractor: Extractor, text: str) -> dict[str, DocumentEntity]:
    return {listed.entity.label: listed for listed in extractor.extraction(Document("a", text)).entities}


@pytest.mark.parametrize(("text", "label", "mentions"), SAME)
def test_mentions_of_one_actor(extractor: Extractor, text: str, label: str, mentions: list[str] | None) -> None:
    by_label = entities(extractor, text)
    assert label in by_label, sorted(by_label)
    if mentions is None:
        assert len(by_label[label].mentions) >= 2
    else:
        assert [mention.span.text for mention in by_label[label].mentions] == mentions


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Kenya met Uganda.", {"Kenya", "Uganda"}),
        ("The Thai Ministry of Foreign Affairs met the Lao Ministry of Foreign Affairs.",
         {"Ministry of Foreign Affairs (Thailand)", "Ministry of Foreign Affairs (Laos)"}),
        ("Indian police met Nepali police.", {"Indian police", "Nepali police"}),
        ("North Korea met South Korea.", {"North Korea", "South Korea"}),
        ("Myanmar's military met the Border Guard Force.", {"Myanmar military", "Border Guard Force (Myanmar)"}),
        ("Vietnam's Ministry of Public Security met China's Ministry of Public Security.",
         {"Ministry of Public Security (Vietnam)", "Ministry of Public Security (China)"}),
        ("The Democratic Republic of the Congo met the Republic of the Congo.",
         {"Democratic Republic of the Congo", "Republic of the Congo"}),
    ],
)  # fmt: skip
def test_different_actors_stay_apart(extractor: Extractor, text: str, labels: set[str]) -> None:
    by_label = entities(extractor, text)
    assert labels <= set(by_label)
    assert len({by_label[label].entity.id for label in labels}) == len(labels)


@pytest.mark.parametrize("text", ["He signed the treaty.", "It was signed.", "They met in May.", "She met them."])
def test_a_pronoun_without_antecedent_stays_unresolved(extractor: Extractor, text: str) -> None:
    kinds = {m.kind.value for found in entities(extractor, text).values() for m in found.mentions}
    assert "pronoun" not in kinds


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Kenya and Uganda met. The three countries signed.", "countries"),
        ("The two countries signed.", "countries"),
        ("Kenya met. Two countries signed.", "countries"),
        ("Prime Minister Ann Holt left. The president signed.", "president"),
        ("In Beijing, the ministers met.", "ministers"),
        ("The three countries met. The country signed.", "country"),
        ("The courts met. The court signed.", "court"),
        ("The Supreme Court freed Bo Li. The agency signed.", "agency"),
        ("Japan's National Police Agency and the Financial Services Agency met. The agency signed.", "agency"),
        ("Police raided the exchanges Coinpeak and Tokenbay. The exchange signed.", "exchange"),
        ("Kenya praised Microsoft and Cisco. The company signed.", "company"),
    ],
)
def test_a_description_of_others_stays_its_own(extractor: Extractor, text: str, noun: str) -> None:
    assert noun in {label.casefold() for label in entities(extractor, text)}


def test_a_ministry_without_a_country_belongs_to_its_document(extractor: Extractor) -> None:
    text = "The Ministry of Justice signed the pact."
    one, two = (extractor.extraction(Document(name, text)).claims[0].actor.entity for name in ("a", "b"))
    assert one.label == two.label
    assert one.id != two.id


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("National Police Agency", "National Police Agency (Kenya)"),
        ("South Hills Police Agency", "South Hills Police Agency"),
    ],
)
def test_only_a_body_that_every_country_has_takes_the_texts_country(
    extractor: Extractor, body: str, label: str
) -> None:
    text = f"Kenya arrested two men. Kenya thanked Kenyan experts. The {body} signed the pact."
    assert extractor.extraction(Document("a", text)).claims[-1].actor.entity.label == label


def test_us_is_not_the_united_states(extractor: Extractor) -> None:
    assert "United States" not in entities(extractor, "They told us that Kenya signed.")


def test_a_place_is_not_its_government(extractor: Extractor) -> None:
    by_label = entities(extractor, "Ministers met in Washington on Friday.")
    assert "United States" not in by_label


def test_an_object_pronoun_is_not_its_own_subject(extractor: Extractor) -> None:
    claims = extractor.extraction(Document("a", "Hun Manet met Anwar Ibrahim. Manet praised him.")).claims
    assert [(c.actor.entity.label, c.target.entity.label) for c in claims if c.target][-1] == (
        "Hun Manet",
        "Anwar Ibrahim",
    )


def test_an_acronym_of_a_national_body_means_what_the_text_says_it_does(extractor: Extractor) -> None:
    text = "French officials met. The Office of Cyber Offences (OFAC) signed. OFAC met Interpol."
    by_label = entities(extractor, text)
    assert "Office of Foreign Assets Control" not in by_label
    assert "OFAC" in {m.span.text for m in by_label["Office of Cyber Offences"].mentions}


def test_an_acronym_after_a_person_is_not_the_person(extractor: Extractor) -> None:
    by_label = entities(extractor, "Anne Holt (CISA) met Interpol. Kenya thanked CISA.")
    assert "Cybersecurity and Infrastructure Security Agency" in by_label
