"""What governors say of the events below them, class by class; each with sentences in which the event is done."""

import pytest

from extract.claims import Extractor
from extract.clauses.stance import stance
from extract.parsing.tokens import from_spacy
from extract.syntax.arguments import is_verb

IMPLICATIVES = [
    ("Kenya managed to SIGN it.", "done"),
    ("Kenya did not manage to SIGN it.", "not"),
    ("Kenya forgot to SIGN it.", "not"),
    ("Kenya did not forget to SIGN it.", "done"),
    ("Kenya refused to SIGN it.", "not"),
    ("Kenya avoided SIGNING it.", "not"),
    ("Kenya refrained from SIGNING it.", "not"),
    ("Kenya ruled out SIGNING it.", "not"),
    ("Kenya stopped short of SIGNING it.", "not"),
    ("Kenya has so far held off SIGNING the pact, unlike Peru.", "not"),
    ("Kenya stopped, SIGNING the pact.", "done"),
    ("Kenya did not stop short of SIGNING it.", "done"),
    ("Kenya stopped FUNDING it.", "not"),
    ("Kenya never stopped FUNDING it.", "done"),
    ("Kenya plans to avoid SIGNING it.", "not planned"),
    ("Kenya may have failed to SIGN it.", "not possible"),
    ("Kenya forced Peru to SIGN it.", "done"),
    ("Kenya did not force Peru to SIGN it.", "not possible"),
    ("Kenya pretended to SIGN it.", "not"),
    ("Kenya has yet to SIGN it.", "not"),
]
PREVENTION = [
    ("Kenya prevented Peru from SIGNING it.", "not"),
    ("Kenya stopped the gang from ROBBING a bank.", "not"),
    ("Kenya kept the gang from ROBBING a bank.", "not"),
    ("A court barred the firm from SELLING it.", "not"),
    ("Kenya banned the firm from SELLING it.", "not"),
    ("The law forbids firms from SELLING it.", "not"),
    ("Kenya deterred the gang from ROBBING a bank.", "not"),
    ("Kenya did not prevent Peru from SIGNING it.", "possible"),
    ("Kenya foiled an attempt by the gang to ROB a bank.", "not planned"),
    ("Kenya dropped its plan to SIGN it.", "not planned"),
    ("Kenya did not drop its plan to SIGN it.", "planned"),
    ("Kenya dropped a firm that SIGNED it.", "done"),
    ("Kenya is opposed to SIGNING it.", "not"),
    ("Kenya objected to SIGNING it.", "not"),
    ("Kenya is used to SIGNING it.", "done"),
    ("Kenya opposed it to PROTECT banks.", "planned"),
    ("Kenya stopped to HELP Peru.", "planned"),
    ("Kenya dropped the case after SIGNING it.", "done"),
    ("Kenya refused it after SIGNING it.", "done"),
    ("Kenya withdrew without SIGNING it.", "not"),
    ("Kenya resisted calls to SIGN it.", "not obligated"),
    ("Kenya returned from SIGNING it.", "done"),
    ("Kenya profited from SELLING it.", "done"),
]
DOUBT_AND_DENIAL = [
    ("Kenya doubts that Peru SIGNED it.", "possible"),
    ("Kenya does not doubt that Peru SIGNED it.", "done"),
    ("It is false that Peru SIGNED it.", "not"),
    ("It is not true that Peru SIGNED it.", "not"),
    ("It is true that Peru SIGNED it.", "done"),
    ("It is unlikely that Peru SIGNED it.", "possible"),
    ("Kenya denied that Peru SIGNED it.", "not"),
    ("Kenya denied SIGNING it.", "not"),
    ("Kenya rejected reports that Peru SIGNED it.", "not alleged"),
    ("Kenya dismissed claims that Peru SIGNED it.", "not alleged"),
    ("Reports that Peru SANCTIONED the bank were untrue.", "not alleged"),
    ("Claims that Peru SANCTIONED the bank are a fabrication.", "not alleged"),
    ("Kenya confirmed that Peru SIGNED it.", "done"),
    ("Kenya did not confirm that Peru SIGNED it.", "possible"),
    ("Kenya did not admit that Peru SIGNED it.", "done"),
    ("Kenya fears that Peru SIGNED it.", "possible"),
    ("We hope that Peru SANCTIONED the bank.", "planned"),
    ("Kenya did not reject reports that Peru SIGNED it.", "possible alleged"),
    ("The complaint says that Peru SIGNED it.", "alleged"),
    ("A rumour emerged that Peru SIGNED it.", "alleged"),
    ("The story that Peru SANCTIONED the bank was invented.", "alleged"),
    ("It has been claimed that Peru SIGNED the pact.", "alleged"),
    ("It has been shown that Peru SIGNED the pact.", "done"),
    ("Suggestions that Peru SANCTIONED the bank are old.", "alleged"),
    ("It is a lie that Peru SIGNED it.", "not"),
    ("It is not the case that Peru SANCTIONED the bank.", "not"),
    ("It is the case that Peru SANCTIONED the bank.", "done"),
    ("Kenya heard claims by a former aide that Peru had SIGNED it.", "alleged"),
    ("Kenya published claims on a bank that Peru SIGNED for.", "done"),
    ("The news emerged that Peru SIGNED it.", "done"),
    ("A lawsuit claiming that Peru SIGNED it was filed.", "alleged"),
    ("Prosecutors said that Peru SIGNED it.", "done"),
]
CONTENT_NOUNS = [
    ("Kenya heard allegations that Peru SIGNED it.", "alleged"),
    ("Kenya is looking into claims that Peru SIGNED it.", "possible alleged"),
    ("The rumour that Peru SANCTIONED the bank was old.", "alleged"),
    ("Kenya made a plan to SIGN it.", "planned"),
    ("Kenya rejected a call to SIGN it.", "not obligated"),
    ("Kenya repeated its call for Peru to SIGN the pact.", "obligated"),
    ("Kenya repeated its demand that Peru SIGN it.", "obligated"),
    ("Kenya explained its refusal to SIGN it.", "not"),
    ("The risk of SIGNING it is great.", "possible"),
    ("There is no evidence that Peru SIGNED it.", "not possible"),
    ("Kenya found evidence that Peru SIGNED it.", "done"),
    ("There is no doubt that Peru SIGNED it.", "done"),
    ("There are doubts that Peru SIGNED it.", "possible"),
    ("Kenya sees signs that Peru SIGNED it.", "possible"),
    ("Kenya has no plans to SIGN it.", "not planned"),
    ("Kenya has plans to SIGN it.", "planned"),
    ("Kenya praised the fact that Peru SIGNED it.", "done"),
    ("Kenya was the first country to SIGN it.", "done"),
]
DEMANDS = [
    ("Kenya called for Peru to SIGN it.", "obligated"),
    ("Kenya wants Peru to SIGN it.", "obligated"),
    ("Kenya wants to SIGN it.", "planned"),
    ("It is essential that Peru SIGN it.", "obligated"),
    ("It is vital for Peru to SIGN it.", "obligated"),
    ("It is good that Peru SIGNED it.", "done"),
]
CHARGES = [
    ("A court indicted Ann Holt for SELLING drugs.", "alleged"),
    ("Ann Holt was charged with SELLING drugs.", "alleged"),
    ("Police arrested Ann Holt for SELLING drugs.", "alleged"),
    ("Police arrested Ann Holt on suspicion of SELLING drugs.", "alleged"),
    ("Ann Holt was investigated for SELLING drugs.", "alleged"),
    ("Ann Holt was convicted of SELLING drugs.", "done"),
    ("Ann Holt was jailed for SELLING drugs.", "done"),
    ("Ann Holt was acquitted of SELLING drugs.", "not"),
    ("Ann Holt was cleared of SELLING drugs.", "not"),
    ("Ann Holt allegedly ran the company and LAUNDERED the money.", "alleged"),
    ("Ann Holt, who allegedly helped Bob Chen to SELL drugs, left.", "alleged"),
]
QUESTIONS_AND_CONDITIONS = [
    ("Kenya SIGNED it?", "possible"),
    ("Did Kenya SIGN it?", "possible"),
    ("Did Kenya warn Peru, and did Peru SIGN it?", "possible"),
    ('"Is Kenya SIGNING it?" asked Peru.', "possible"),
    ('"Kenya is SIGNING it," said Peru. "Is it?"', "done"),
    ("Had Kenya SIGNED it, Peru would have agreed.", "possible"),
    ("Kenya would have agreed had Peru SIGNED it.", "possible"),
    ("Kenya would have lost had Peru not SIGNED it.", "not possible"),
    ("Kenya lost as it had not SIGNED it.", "not"),
    ("Had Kenya left, Peru would have SIGNED it.", "possible"),
    ("Kenya has not decided whether to SIGN it.", "possible"),
    ("Never had Kenya SIGNED it.", "not"),
    ("If Kenya SIGNS it, Peru agrees.", "possible"),
    ("The law would punish officials who PROTECT gangs.", "possible"),
    ("The law would punish the officials who PROTECTED gangs.", "done"),
    ("The law punishes officials who PROTECT gangs.", "done"),
]
PARTICLES = [
    ("Not only did Kenya SIGN it, it praised it.", "done"),
    ("Kenya did not just SIGN it but praised it.", "done"),
    ("Kenya not merely SIGNED it.", "done"),
    ("Kenya almost SIGNED it.", "not"),
    ("Kenya all but SIGNED it.", "not"),
    ("Kenya came close to SIGNING it.", "not"),
    ("Kenya is close to SIGNING it.", "planned"),
    ("Kenya is on the brink of SIGNING it.", "planned"),
    ("Neither Kenya nor Peru SIGNED it.", "not"),
    ("Both Kenya and Peru SIGNED it.", "done"),
    ("Kenya no longer FUNDS it.", "not"),
    ("Kenya praised it instead of SIGNING it.", "not"),
    ("Kenya left without SIGNING it.", "not"),
    ("Kenya hardly SIGNED anything.", "not"),
]
AIMS = [
    (
        "The two sides recommitted to working together to uphold principles, PROTECT human rights, and combat fraud.",
        "planned",
    ),
    ("Kenya will visit Peru, PROMOTING trade.", "planned"),
    ("Kenya visited Peru, PROMOTING trade.", "done"),
    ("Kenya met Peru to agree, and to DISCUSS fraud.", "planned"),
    ("Kenya signed an Executive Order to MODERNISE its networks.", "planned"),
    ("Kenya worked on an operation to BRING gangs to justice.", "planned"),
    ("Ann Holt was hired to OPERATE a camera.", "planned"),
    ("Kenya struggled to PAY its debt.", "planned"),
    ("Kenya used the money to BUY a car.", "done"),
]
TABLES = [
    *(IMPLICATIVES, PREVENTION, DOUBT_AND_DENIAL, CONTENT_NOUNS, DEMANDS),
    *(CHARGES, QUESTIONS_AND_CONDITIONS, PARTICLES, AIMS),
]


@pytest.mark.parametrize(("text", "meant"), [row for table in TABLES for row in table])
def test_what_is_said_of_an_event(extractor: Extractor, text: str, meant: str) -> None:
    """The event is the word in capitals; "done" is affirmed and asserted."""
    word = next(word for word in text.replace(",", " ").replace("?", " ").split() if word.isupper() and len(word) > 2)
    tokens = from_spacy(extractor.pipeline(text.replace(word, word.lower()))).tokens
    found = stance(next(token for token in tokens if token.text == word.lower() and is_verb(token)))
    said = ["not"] * found.is_negated
    said += [] if found.modality.value == "asserted" else [found.modality.value]
    assert (" ".join([*said, *["alleged"] * found.alleged]) or "done") == meant
