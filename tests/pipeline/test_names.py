"""Named entities are read near figures, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example

from extractor.errors import ModelError
from extractor.pipeline.road import load

_FAR = " ".join(["Nothing of note was said about the weather that day."] * 12)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def names(nlp: Language, text: str) -> list[str]:
    return [ent.text for ent in nlp(text).ents if ent.label_ in {"ORG", "PERSON"}]


def test_an_article_without_a_figure_is_not_read(nlp: Language) -> None:
    assert names(nlp, f"Microsoft and Goldman Sachs met in Paris.\n{_FAR}") == []


def test_names_beside_a_figure_keep_their_place(nlp: Language) -> None:
    text = f"Talks held\n{_FAR}\nMicrosoft Corp paid Goldman Sachs $40 million on Monday.\n{_FAR}"
    found = [ent for ent in nlp(text).ents if ent.label_ == "ORG"]
    assert [text[ent.start_char : ent.end_char] for ent in found] == [
        "Microsoft Corp",
        "Goldman Sachs",
    ]


def test_names_far_from_every_figure_are_left_out(nlp: Language) -> None:
    text = f"Bank fined $5 million\n{_FAR} {_FAR} Microsoft Corp opened a shop. {_FAR}"
    assert "Microsoft Corp" not in names(nlp, text)


def test_a_denial_is_read_wherever_it_stands(nlp: Language) -> None:
    text = f"Bank fined $5 million\n{_FAR} {_FAR}\nMicrosoft Corp denied the report.\n{_FAR}"
    assert "Microsoft Corp" in names(nlp, text)


def test_reading_in_batches_gives_the_same(nlp: Language) -> None:
    texts = ["Microsoft Corp paid $4 million.", "No sum here.", "Goldman Sachs lent €3 billion."]
    single = [[str(ent) for ent in nlp(text).ents] for text in texts]
    assert [[str(ent) for ent in doc.ents] for doc in nlp.pipe(texts, batch_size=2)] == single


def test_names_do_not_run_over_the_end_of_a_sentence(nlp: Language) -> None:
    doc = nlp("Umbra Group\nAcme Corp paid $4 million to Keld Ltd.\nFounded in Paris, Acme sells.")
    assert not [ent.text for ent in doc.ents if "\n" in ent.text.strip()]


def _listening() -> Language:
    """A small model whose recogniser reads the vectors of another component."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    nlp.add_pipe("ner", config={"model": {"tok2vec": listener}})
    text = nlp.make_doc("Acme paid Umbra")
    nlp.initialize(lambda: [Example.from_dict(text, {"entities": [(0, 4, "ORG")]})])
    return nlp


def test_a_recogniser_that_listens_reads_the_whole_text(tmp_path: Path) -> None:
    _listening().to_disk(tmp_path)
    nlp = load(str(tmp_path), learned=False)
    assert {"tok2vec", "ner"} <= set(nlp.pipe_names)
    assert "newsclaims_names" not in nlp.pipe_names
    assert len(nlp("Acme paid Umbra $5 million.")._.claims) == 1


def test_something_else_under_the_name_of_the_recogniser_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler", name="ner")
    nlp.to_disk(tmp_path)
    with pytest.raises(ModelError, match="no named-entity recogniser"):
        load(str(tmp_path))
