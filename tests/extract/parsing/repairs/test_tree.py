"""Systematic mistakes of the parser are mended before anything reads the parse."""

import pytest

from extract.claims import Extractor
from extract.parsing.heads import heads_above, is_forest
from extract.parsing.repairs import tree
from extract.parsing.repairs.coordination import CONTRAST
from extract.parsing.sentences import parse
from extract.parsing.tokens import Token
from ontology.model import Document


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ("The Republic of Korea and Romania signed the pact.", "Romania", "Republic"),
        ("The talks of the United States of America and India went on.", "India", "States"),
        ("The Government of Kenya and Peru signed the pact.", "Peru", "Kenya"),  # "Government" is no part of a name
        ("Kenya and Peru signed the pact.", "Peru", "Kenya"),
    ],
)
def test_what_follows_a_name_is_coordinate_with_the_whole(
    extractor: Extractor, text: str, word: str, head: str
) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    token = next(token for token in span if token.text == word)
    assert (token.dep_, token.head.text) == ("conj", head)


@pytest.mark.parametrize(
    ("text", "word", "label", "head"),
    [
        ("Ghana bought a ship and Togo sold it.", "Togo", "nsubj", "sold"),
        ("Malaysian officers arrested the ex-governor in Sabah and thanked Interpol.", "ex", "compound", "governor"),
        ("Ghana bought a ship and a bank and sold it.", "bank", "conj", "ship"),
        ("Laos/Fiji/Peru praised the move.", "Peru", "conj", "Laos"),
        ("Laos/Fiji/Peru praised the move.", "Laos", "nsubj", "praised"),
        ("Soldiers closed the Thailand/Cambodia border.", "border", "dobj", "closed"),
        ("Laos freed judge Ann Holt, banker Al Roy and engineer Ivo Nowak.", "Nowak", "conj", "Holt"),
        (
            "Indonesia, Malaysia, Brunei, Laos, Fiji, Tonga and Nauru ratified the pact.",
            "Malaysia",
            "conj",
            "Indonesia",
        ),
        ("Police arrested a man in Suva, Fiji on Friday.", "Suva", "pobj", "in"),
        ("The bank that the regulator of Fiji had fined sued Orion Ltd.", "bank", "nsubj", "sued"),
        ("Laos met ministers and envoys accused of fraud.", "envoys", "conj", "ministers"),
        ("Europol arrested Bo Li in Lima and Cusco.", "Cusco", "conj", "Lima"),
        ("The EU blacklists a general, freezes assets of two banks", "freezes", "conj", "blacklists"),
        ("A guard of Prime Minister Vo Hai sold gold.", "Hai", "pobj", "of"),
        ("Officers close to General Min Zaw Oo sold fuel.", "Oo", "pobj", "to"),
        ("Special Agent in Charge John F. Bennett sold gold.", "Bennett", "nsubj", "sold"),
        ("Bo Li left, said the U.S. Attorney for Maryland Rod J. Rosenstein.", "Rosenstein", "nsubj", "said"),
        ("The gang left, said Special Agent in Charge Johnson.", "Johnson", "nsubj", "said"),
        ("The police asked Interpol for John F. Bennett.", "Bennett", "pobj", "for"),
        ("Guards of Vietnamese singer Pham Quoc Bao beat a reporter.", "Bao", "pobj", "of"),
        (
            "The anti-graft court jailed Gen. Niran Dee, Capt. Ann Holt and Al Roy for fraud.",
            "court",
            "nsubj",
            "jailed",
        ),
        ("Nine men arrested in Lima", "arrested", "acl", "men"),
        ("Bo Li bribed a mayor, prosecutors allege.", "bribed", "ccomp", "allege"),
        ("Bo Li bribed a mayor, and prosecutors said so.", "said", "conj", "bribed"),
        ("Nine men were freed by police on Friday, including Bo Li.", "including", "prep", "men"),
        ("The man accused of theft left.", "accused", "acl", "man"),
        ("The bill would allow police to seize servers and would impose fines.", "impose", "conj", "allow"),
        ("The bill would allow police to seize servers and impose fines.", "impose", "conj", "seize"),
        (
            "Speaking to reporters in Quito, the mine minister, Ana Diaz, said Peru left.",
            "minister",
            "nsubj",
            "said",
        ),
        (
            "Speaking to reporters in Quito, the mine minister, Ana Diaz, said Peru left.",
            "Diaz",
            "appos",
            "minister",
        ),
        ("Speaking in Nairobi, Grace Wekesa, the minister for mines, said that Peru left.", "Wekesa", "nsubj", "said"),
        ("Speaking to reporters in Quito, Ecuador, the minister said Peru left.", "minister", "nsubj", "said"),
        ("The firm, which police say bribed officials and laundered money, left.", "which", "nsubj", "bribed"),
        ("The firm, which police say bribed officials and laundered money, left.", "laundered", "conj", "bribed"),
        ("Bo Li, who police say paid three guards and gave them phones, left.", "who", "nsubj", "paid"),
        ("Bo Li, who police say was paid by guards, left.", "who", "nsubjpass", "paid"),
        ("The man who said the police had robbed banks left.", "who", "nsubj", "said"),
        ("Hardly had Ghana released the men when police arrested them.", "had", "aux", "released"),
        ("Scarcely had Ghana freed the men when police held them, aides said.", "had", "aux", "freed"),
        ("The former mayor, the charge sheet alleges, diverted school funds to a firm.", "mayor", "nsubj", "diverted"),
        ("Asked about the raid, the governor of the province, Sok Van, said Peru left.", "governor", "nsubj", "said"),
        ("It was Ghana that sold the ship, aides said.", "sold", "relcl", "Ghana"),
        ("Ghana had released the men when police arrested them.", "had", "aux", "released"),
        ("He was held on charges of smuggling gold and of bribing guards.", "of", "prep", "charges"),
        ("The drones were sold to the rebels by Iran, not by Chad.", "Iran", "pobj", "by"),
    ],
)
def test_what_a_word_depends_on(extractor: Extractor, text: str, word: str, label: str, head: str) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    token = next(token for token in span if token.text == word)
    assert (token.dep_, token.head.text) == (label, head)


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("Not Kenya but Peru signed the pact.", "Peru", "nsubj"),
        ("Not Kenya but Peru signed the pact.", "Kenya", CONTRAST),
        ("Kenya arrested not the driver but the minister.", "minister", "dobj"),
        ("Kenya arrested not the driver but the minister.", "driver", CONTRAST),
        ("Not only Kenya but also Peru signed the pact.", "Kenya", "nsubj"),
        ("Kenya did not sign but praised the pact.", "sign", "ROOT"),
        ("The drones were sold by Iran and not with Chad.", "with", CONTRAST),
        ("The men were moved to Laos, not to Chad.", "Laos", "pobj"),
    ],
)
def test_what_not_excludes_and_but_means(extractor: Extractor, text: str, word: str, label: str) -> None:
    span = parse(extractor.pipeline, Document("d", text))[0].span
    assert next(token for token in span if token.text == word).dep_ == label


def test_an_object_is_no_verb(extractor: Extractor) -> None:
    text = "The ministry denied reports the general had fled the country."
    span = parse(extractor.pipeline, Document("d", text))[0].span
    assert [token.tag_ for token in span if token.text == "reports"] == ["NNS"]


def test_what_is_told_to_somebody_is_content(extractor: Extractor) -> None:
    span = parse(extractor.pipeline, Document("d", "The minister told a press briefing that Laos had closed it."))[
        0
    ].span
    assert [(token.dep_, token.head.text) for token in span if token.text == "closed"] == [("ccomp", "told")]


def test_a_name_is_not_attached_to_what_stands_below_it(extractor: Extractor) -> None:
    text = "Laos imposed sanctions on the network, a company, and on its founder, Mr Sok, a hotelier known as Nak."
    span = parse(extractor.pipeline, Document("d", text))[0].span
    assert is_forest(list(span.doc))


def test_repairs_that_contradict_each_other_leave_the_parse(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contradict(tokens: list[Token]) -> None:
        tokens[0].head, tokens[1].head, tokens[2].head = tokens[1], tokens[2], tokens[0]
        assert not is_forest(tokens)
        assert len(list(heads_above(tokens[0]))) == len(tokens)

    text = "Kenya arrested two men."
    labels = [(token.head.i, token.dep_) for token in parse(extractor.pipeline, Document("d", text))[0].span]
    monkeypatch.setattr(tree, "_repair", contradict)
    assert [(token.head.i, token.dep_) for token in parse(extractor.pipeline, Document("d", text))[0].span] == labels
