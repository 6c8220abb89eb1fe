"""Who is who: bodies of the country that the grammar gives, persons of one family name, places named after countries.

Each row gives a text, a word of it (its last occurrence counts) and whom it stands for; "" where it must stay open.
"""

import pytest

from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.parsing.sentences import parse
from ontology.model import Document

OWNERS = [
    ("Peru sued Chile. The government of Ghana released six women.", "government", "Ghana"),
    ("Kenya sued Fiji. The Government of Nepal freed nine men.", "Government", "Nepal"),
    ("Kenya sued Fiji. The Royal Government of Cambodia freed nine men.", "Government", "Cambodia"),
    ("Kenya sued Fiji. The governments of Nepal and Laos freed nine men.", "governments", "Nepal + Laos"),
    ("Kenya sued Fiji. The government in Kathmandu freed nine men.", "government", "Nepal"),
    ("Japan sued Fiji. The army of Myanmar freed nine men.", "army", "Myanmar military"),
    ("Japan sued Fiji. The health ministry of Peru warned Togo.", "ministry", "Peruvian health ministry"),
    ("Japan sued Fiji. The ministry of defence of Kenya warned Togo.", "ministry", "Kenyan defence ministry"),
    ("Japan sued Fiji. The Ministry of Defence of Kenya warned Togo.", "Ministry", "Ministry of Defence (Kenya)"),
    ("Japan sued Fiji. The police of neighbouring Laos left.", "police", "Lao police"),
    ("Kenya sued Fiji. The head of the Bank of Thailand left.", "head", "head of the Bank of Thailand"),
    ("Japan sued Fiji. The government of Texas left.", "government", "government of Texas"),
    ("Japan warned Fiji. The government rejected the offer.", "government", "government"),
    ("Kenya signed a pact with Japan. The ministry praised Japan.", "ministry", "ministry"),
    ("Myanmar's army shelled a town. The Thai army fired. The army left.", "army", "army"),
    ("Kenya's police met the Thai army. The police left.", "police", "Kenyan police"),
    ("Myanmar's military shelled a town near the Thai border. Soldiers left.", "Soldiers", "soldiers"),
    ("Officers at the Thai border left.", "Officers", "officers"),
    ("Latin American police freed a man.", "police", "Latin American police"),
    ("The South American country freed a man.", "country", "South American country"),
    ("Officers from the New Mexico State Police freed a man.", "Officers", "officers"),
    ("Papua New Guinean police freed a man.", "police", "Papua New Guinean police"),
    ("American police freed a man.", "police", "American police"),
    ("Customs freed a man.", "Customs", "Customs"),
    ("Thai and Lao police freed a man.", "police", "Thai police + Lao police"),
    ("South Korean and Lao police freed a man.", "police", "South Korean police + Lao police"),
    ("Kenya warned the central bank of Laos. The central bank left.", "bank", "Lao central bank"),
    ("Kenya banned him from entering the country.", "country", "country"),
    ("Kenya praised the country.", "country", "country"),
    ("Kenya said that Peruvian police left the country.", "country", "country"),
    ("Thirty-two Thai officers freed a man.", "officers", "Thai officers"),
    ("Thai traffic officers freed a man.", "officers", "Thai traffic officers"),
    ("Laos, Laos and Laos met. Officers from 11 countries freed a man.", "Officers", "officers in 11 countries"),
    ("Laos, Laos and Laos met. Officers from a third country freed a man.", "Officers", "Lao officers"),
    ("Kenya met Fiji. Police in two countries freed a man.", "Police", "police in two countries"),
    ("The Federal Office of Security warned Laos.", "Office", "Federal Office of Security"),
]
FAMILY_NAMES = [
    ("Helen Carter praised Robert Carter. Ms Carter resigned.", "Carter", "Helen Carter"),
    ("Maria Santos met Paolo Santos. Mr Santos left.", "Santos", "Paolo Santos"),
    ("Daniel Park thanked Julia Park. Park resigned.", "Park", "Park"),
    ("Omar Banda met Grace Banda. Miss Banda left.", "Banda", "Grace Banda"),
    ("Ana Lima praised Peru.", "Lima", "Ana Lima"),
    ("Lima praised Peru.", "Lima", "Peru"),
    ("On Monday Jorge Santiago praised Peru.", "Santiago", "Jorge Santiago"),
    ("Maria Santos left. Mr Santos sued a bank.", "Santos", "Mr Santos"),
    ("Senator Ann Holt met Judge Bob Holt. Senator Holt left.", "Holt", "Ann Holt"),
    ("David Carter met Susan Carter. Susan left.", "Susan", "Susan Carter"),
    ("Ravi Kumar met Anil Kumar. Mr Kumar left.", "Kumar", "Mr Kumar"),
    ("President Joko Widjaja met his wife Rina Widjaja. Mrs Widjaja left.", "Widjaja", "Rina Widjaja"),
    ("Donald Trump met Donald J. Trump. Trump left.", "Trump", "Donald J. Trump"),
    ("Kim Jong Un met Kim Yo Jong. Kim left.", "Kim", "Kim"),
]
NAMES = [
    ("Interpol questioned Tan Boon.", "Boon", "Tan Boon"),
    ("Dr Tan Boon Keng left.", "Keng", "Tan Boon Keng"),
    ("Tan Sri Lim Boon Keng left.", "Keng", "Lim Boon Keng"),
    ("Minister Sri Wulandari left.", "Wulandari", "Sri Wulandari"),
    ("Ruben Castillo Jr. praised the teachers.", "Jr.", "Ruben Castillo Jr."),
    ("Interpol questioned Wu Jun.", "Jun", "Wu Jun"),
    ("Ghana expelled Alina Jan. Peru thanked Ghana.", "Jan", "Alina Jan"),
    ("Kenya warned Fiji on Jun. 3.", "Fiji", "Fiji"),
    ('Interpol questioned "Shadow" Ruiz in Lima.', "Ruiz", '"Shadow" Ruiz'),
    ("Laos freed An Guo. Japan accuses An of theft.", "An", "An Guo"),
    ("Laos freed So Vichea. Japan fined So.", "So", "So Vichea"),
    ("Japan warned Laos. So Japan left.", "Japan", "Japan"),
    ("Peru did not mention Meas To, a nephew of Meas Rithy, in spite of it.", "To", "Meas To"),
    ("The European Cyber Unit (ECU) warned Laos. ECU left.", "ECU", "European Cyber Unit"),
    ("The European Cyber Unit (ECU) warned Laos. ICU left.", "ICU", "ICU"),
    ("WHO warned Laos.", "WHO", "World Health Organization"),
    ("Laos asked who left.", "who", ""),
    ("Mr Justice Macdonnell fined the bank.", "Macdonnell", "Macdonnell"),
    ("The club's former president, Ines Keller, resigned.", "Keller", "Ines Keller"),
    ("Peru fined Vertex Inc. Ghana fined Marble Ltd.", "Ghana", "Ghana"),
    ("Kenya adopted Resolution No. 12 on Monday.", "Resolution", "Resolution No. 12"),
    ("Laos & Peru fined a bank.", "Laos", "Laos"),
    ("Marsh & Reed sued a bank.", "Marsh", "Marsh & Reed"),
    ("Vietnamese police freed Vũ Thị Hoa in Đà Nẵng.", "Hoa", "Vũ Thị Hoa"),
    ("Nguyễn Phú Quang meets Laos", "Quang", "Nguyễn Phú Quang"),
    ("Laos freed Our Sopheap. Our denied it.", "Our", "Our Sopheap"),
    ("Peru met Police Lt. Gen. Ann Holt (ret.) and Bo Li.", "Holt", "Ann Holt"),
    ("Peru freed Sgt. Rey Cruz. Insp. Joy Uy left.", "Uy", "Joy Uy"),
    ("Malmö praised Łukasz Nowak.", "Nowak", "Łukasz Nowak"),
]
NAMESAKES = [
    ("Lebanon, Ohio, sued a bank. Lebanon left.", "Lebanon", "Lebanon (place)"),
    ("Police in Paris, Texas, freed a man.", "Police", "police in Paris"),
    ("Police in Lebanon in Pennsylvania freed a man.", "Police", "police in Lebanon"),
    ("Prosecutors in Atlanta, Georgia, charged a man.", "Prosecutors", "prosecutors in Atlanta"),
    ("Georgia, a US state, sued a firm. Georgia left.", "Georgia", "Georgia (place)"),
    ("Police in Tbilisi, Georgia, freed a man.", "Police", "Georgian police"),
    ("Armenia, Georgia and Turkey signed the pact.", "Georgia", "Georgia"),
    ("A judge in New Britain, Connecticut, left.", "judge", "judge"),
    ("Britain left.", "Britain", "United Kingdom"),
    ("Lebanon sued a bank in Ohio.", "Lebanon", "Lebanon"),
    ("Paris warned Iran and praised Ohio.", "Paris", "France"),
]
PRONOUNS = [
    ("Lima drafted a charter, but Accra refused it.", "it", "charter"),
    ("Ghana built a bridge before Peru closed it.", "it", "bridge"),
    ("Kenya said that it had warned Laos.", "it", "Kenya"),
    ("Fiji did not join the pact. Chad's minister praised it.", "it", "pact"),
    ("The bank's lawyer warned it.", "it", "bank"),
    ("The minister said that Laos had freed them.", "them", ""),
    ("The officers said that Laos had freed them.", "them", "officers"),
    ("The minister told parliament that Peru had paid the militia.", "militia", "militia"),
    ("The Jade Army attacked Laos. Peru paid the militia.", "militia", "Jade Army"),
    ("Laos and Fiji congratulated themselves.", "themselves", ""),
    ("Europol sent files to the Lao police, and they raided a villa.", "they", "Lao police"),
    ("Vertex Bank sued the Peruvian regulator after it froze the firm's accounts.", "it", "Peruvian regulator"),
    ("Vertex Bank said that it had warned the firm.", "it", "Vertex Bank"),
    ("Kenya accused Togo of fraud. It rejected the charge.", "It", "Togo"),
    ("Kenya's army accused Togo of fraud. Its ministry denied it.", "Its", "Togo"),
    ("Kenya accused Togo of fraud. It rejected the offer.", "It", "Kenya"),
    ("Colonel Ana Reyes accused Mayor Luz Cruz. She denied it.", "She", "Luz Cruz"),
    ("Kenya and Togo left. Kenya denied it.", "it", ""),
    ("The Thai minister Ann Holt and the Lao minister Bo Li praised their troops.", "troops", "troops"),
    ("The Thai minister praised his own troops.", "troops", "Thai military"),
    ("President Otto Brandt praised a school. The mayor, Emil Roth, resigned. He thanked Peru.", "He", "Emil Roth"),
]
OTHER_NAMES = [
    ("Bo Gan, also known as Uncle Nine, left. Peru freed Uncle Nine.", "Nine", "Bo Gan"),
    ("Bo Gan (alias “Big Tooth”) left. Peru freed Big Tooth.", "Tooth", "Bo Gan"),
    ("Bo Gan, nicknamed “Ace”, left. Peru freed Ace.", "Ace", "Bo Gan"),
    ("The Sable Group, formerly known as Panda Pay, left. Peru sued Panda Pay.", "Pay", "Sable Group"),
    ("Bo Gan knew Uncle Nine. Peru freed Uncle Nine.", "Nine", "Uncle Nine"),
    ("Bo Gan left a place known as Peru. Fiji sued Peru.", "Peru", "Peru"),
]
DESCRIPTIONS = [
    ("Former mayor Ann Holt fled. Peru freed the former mayor.", "mayor", "Ann Holt"),
    ("Ann Holt, a former mayor of Lima, fled. Peru freed the ex-mayor.", "mayor", "Ann Holt"),
    ("Peru sued ex-minister Ann Holt. The former minister left.", "minister", "Ann Holt"),
    ("Mayor Eve Tan met former mayor Ann Holt. The former mayor left.", "mayor", "Ann Holt"),
    ("Mayor Eve Tan met former mayor Ann Holt. The mayor left.", "mayor", "Eve Tan"),
    ("Mayor Ann Holt left. Peru freed the former mayor.", "mayor", "former mayor"),
    ("The mayor's aide Ann Holt left. The mayor stayed.", "mayor", "mayor"),
    ("Ann Holt, a banker, met Eve Tan. Peru freed the banker.", "banker", "Ann Holt"),
    ("Ann Holt, a banker, met Eve Tan, a banker. Peru freed the banker.", "banker", "banker"),
    ("Kestrel Pay, a payment processor, left. Peru sued the processor.", "processor", "Kestrel Pay"),
    ("A bursar met Ann Holt. Ann Holt, a bursar, left. Peru sued the bursar.", "bursar", "bursar"),
    ("Peru signed the Convention against Tobacco. The tobacco treaty failed.", "treaty", "Convention against Tobacco"),
    ("Peru signed the Convention against Tobacco. A new tobacco treaty failed.", "treaty", "new tobacco treaty"),
]
FIRST_WORDS = [
    ("Peru freed Prince Royce.", "Royce", "Prince Royce"),
    ("Prince Andrew Holt met Eve Tan. Peru freed Prince Andrew.", "Andrew", "Andrew Holt"),
    ("Khun Sa left.", "Sa", "Khun Sa"),
    ("Dato' Sri Omar Banda left.", "Banda", "Omar Banda"),
    ("Oknha Try Pheap sued a bank.", "Pheap", "Try Pheap"),
    ("Nurul binti Ismail sued Hassan bin Yusof.", "Ismail", "Nurul binti Ismail"),
    ("Van der Berg praised Peru.", "Berg", "Van der Berg"),
    ("Washington freed the tycoon and his son.", "Washington", "United States"),
]
ACRONYMS = [
    ("Manila thanked Fiji. The PNP freed a man.", "PNP", "Philippine National Police"),
    ("Peru thanked Manila. The PNP freed a man.", "PNP", "PNP"),
    ("The CIDG arrested a man. The PNP freed him.", "PNP", "Philippine National Police"),
    ("Canberra sued Fiji. Ann Holt told AFP that she left.", "AFP", "AFP"),
]


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        *(*OWNERS, *FAMILY_NAMES, *NAMES, *NAMESAKES, *PRONOUNS),
        *(*OTHER_NAMES, *DESCRIPTIONS, *FIRST_WORDS, *ACRONYMS),
    ],
)
def test_whom_a_word_stands_for(extractor: Extractor, text: str, word: str, label: str) -> None:
    sentences = parse(extractor.pipeline, Document("test", text))
    resolver = Resolver("test", sentences, extractor.registry)
    mentions = [(parsed, token) for parsed in sentences for token in parsed.span if token.text == word]
    references = [reference for mention in mentions if (reference := resolver.reference(*mention))]
    entities = references[-1].entities if references else ()
    labels = [f"{e.label} (place)" if " (place)" in label and e.type == "place" else e.label for e in entities]
    assert " + ".join(labels) == label


@pytest.mark.parametrize(
    ("text", "claim", "is_made"),
    [
        ("Prosecutors charged two brothers of Chen Zhi.", "prosecutors | charge | Chen Zhi", False),
        ("Police arrested Kok An's sons.", "police | arrest | Kok An", False),
        ("Britain sanctioned an aide to Hun Sen.", "United Kingdom | sanction to | Hun Sen", False),
        ("Interpol questioned an uncle of Jorge Vega.", "Interpol | question | uncle of Jorge Vega", True),
        ("Ann Holt, Bo Li, Carl Tan and Dana Roe signed the pact.", "Carl Tan | sign | pact", True),
        ("Police charged Ann Holt, a banker, Bo Li, a lawyer, and Carl Tan.", "police | charge | Bo Li", True),
        ("Kenya thanked Ann Holt, the president.", "Kenya | thank | Ann Holt", True),
        ("France freed Ali Haddad, an uncle of Karim Haddad.", "France | free | Karim Haddad", False),
        ("Ali Haddad, an uncle of Karim Haddad, who fled, sued Laos.", "Ali Haddad | sue | Laos", True),
        ("Peru jailed Captain Ruth Zulu, 45, Sergeant Jo Phiri, 39, and Ann Holt.", "Peru | jail | Ann Holt", True),
        ("A court jailed Mwila Banda, 45, Joseph Phiri, 39, and Ruth Zulu, 52.", "court | jail | Ruth Zulu", True),
        ("Japan freed Ko Htet, the dealer Yusuf Rahal, and his brother Omar Rahal.", "Japan | free | Omar Rahal", True),
        ("Japan sued the dealer Al Roy, the clerk Omar Vu and the firm Tundra Oil.", "Japan | sue | Tundra Oil", True),
        ("Japan freed Ko Htet, the dealer who sued Omar Rahal.", "Japan | free | Omar Rahal", False),
        ("Police arrested Omar Said & Layla Haddad.", "police | arrest | Layla Haddad", True),
        ("Chile/Argentina launched a patrol.", "Chile | launch | patrol", True),
        ("Soldiers closed the Chile/Argentina border.", "soldiers | close | Argentina", False),
        ("Police arrested the bank's founder.", "police | arrest | bank", False),
        ("Police seized the bank's servers.", "police | seize | bank", True),
        ("Police arrested members of the gang.", "police | arrest | gang", True),
        ("Peru barred Quill Pay from Chile's stock market.", "Peru | bar from | Chile", False),
        ("Peru cut the bank off from the Thai market.", "Peru | cut off from | Thailand", False),
        ("The firms Altair Trade and Boreal Tech sold a ship.", "Boreal Tech | sell | ship", True),
        ("Coral Finance sued the central bank.", "Coral Finance | sue | central bank", True),
        ("The banks Coral Trust, Mirador and Alta Finance sold a ship.", "Mirador | sell | ship", True),
        ("Procter and Gamble sued Peru.", "Procter and Gamble | sue | Peru", True),
        ("Ghana took part in the raid.", "Ghana | take part in | raid", True),
        ("States that took part in the raid sued Peru and Fiji.", "Fiji | take part in | raid", False),
        ("States that took part in the raid included Peru and Fiji.", "Fiji | take part in | raid", True),
        ("Banks including Coral Trust and Mirador froze the accounts.", "Mirador | freeze | accounts", True),
        ("Ghana jailed nine men on Friday, including the broker Bo Li.", "Ghana | jail | Bo Li", True),
        ("Ten states signed the pact, including Peru.", "Peru | sign | pact", True),
        ("Ten states signed the pact, including Peru.", "states | sign | Peru", False),
        ("Ghana freed nine men, not including Bo Li.", "Ghana | free | Bo Li", False),
        ("Ministers such as Ann Holt met in Lima.", "Ann Holt | meet | ministers", False),
        ("States including Peru met.", "Peru | meet | states", False),
        ("A guard of Prime Minister Vo Hai sold gold.", "Vo Hai | sell | gold", False),
        ("The wife and two sons of the late tycoon Kith Nam bought a hotel.", "Kith Nam | buy | hotel", False),
        ("Relatives of Lao lawmaker Bounmy Keo own a pier.", "Bounmy Keo | own | pier", False),
        ("Peru and Chile welcomed a plan.", "Peru | welcome with | Chile", False),
        ("Peru and Chile each signed a treaty.", "Peru | sign with | Chile", False),
        ("Peru and Chile signed their treaties.", "Peru | sign with | Chile", False),
        ("Peru and Chile signed a treaty.", "Peru | sign with | Chile", True),
        ("Kenya launched an exchange of prisoners.", "Kenya | exchange | prisoners", True),
        ("The website sold stolen cards.", "website | sell | stolen cards", True),
        ("Hacktivists attacked the bank.", "Hacktivists | attack | bank", True),
        ("The enterprise bribed two judges.", "enterprise | bribe | judges", True),
        ("The report bribed two judges.", "report | bribe | judges", False),
        pytest.param(
            "Kenya launched an exchange.", "Kenya | launch | exchange", True,
            marks=pytest.mark.xfail(strict=True, reason="'exchange' is read as an act, not as a company")),
        ("Bo Li and Ann Holt met. Both were charged with fraud by Kenya.", "Kenya | charge | Ann Holt", True),
        ("Kenya and Peru signed the treaty. Both thanked Japan.", "Peru | thank | Japan", True),
        ("Kenya and Peru met Bo Li and Ann Holt. Both thanked Japan.", "Peru | thank | Japan", False),
        ("Kenya, Peru and Chile met. Both of them thanked Japan.", "Peru | thank | Japan", False),
        ("Sanctions were imposed on Bo Li and Ann Holt by Peru.", "Peru | sanction | Ann Holt", True),
        ("Japan charged Li Wei, aka David Li, with fraud.", "Japan | charge | David Li", False),
        ("Japan charged Li Wei, aka David Li, with fraud.", "Japan | charge | Li Wei", True),
        ("Japan charged Bo Gan, a/k/a “Ace,” and Ke Tang, a/k/a “Al,” on Monday.", "Japan | charge | Ke Tang", True),
        ("Japan charged Bo Gan, a/k/a “Ace,” and Ke Tang, a/k/a “Al,” on Monday.", "Japan | charge | Ace", False),
        ("Japan charged Kim Do-yun (김도윤) with fraud.", "Japan | charge | 김도윤", False),
        ("Representative Ann Holt left. Kenya thanked the president.", "Kenya | thank | Ann Holt", False),
        ("Representative Ann Holt left. Kenya thanked the representative.", "Kenya | thank | Ann Holt", True),
        ("Henry Tan, Jr., sued Laos.", "Henry Tan, Jr. | sue | Laos", True),
    ],
)  # fmt: skip
def test_who_is_acted_on(extractor: Extractor, text: str, claim: str, is_made: bool) -> None:
    made = {
        f"{each.actor.entity.label} | {each.action.lemma} | {each.target.entity.label if each.target else '-'}"
        for each in extractor.extraction(Document("test", text)).claims
    }
    assert (claim in made) is is_made, made


@pytest.mark.parametrize(
    ("first", "second", "is_shared"),
    [
        ("Kenya signed a memorandum.", "Peru signed a memorandum.", False),
        ("Kenya sued a bank.", "Peru sued a bank.", False),
        ("Kenya closed a shelter.", "Ghana closed a shelter.", False),
        ("Kenya sued the Sable Group.", "Peru sued the Sable Group.", True),
        ("Kenya praised the Lima Declaration.", "Peru praised the Lima Declaration.", True),
    ],
)
def test_what_bears_no_name_is_of_its_document(
    extractor: Extractor,
    first: str,
    second: str,
    is_shared: bool,
) -> None:
    targets = [
        {claim.target.entity.id for claim in extractor.extraction(Document(text, text)).claims if claim.target}
        for text in (first, second)
    ]
    assert all(targets)
    assert bool(targets[0] & targets[1]) is is_shared
