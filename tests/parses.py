"""Hand-made parses for tests: a line a word, `form lemma UPOS head relation [feats]`, heads from 1 as in CoNLL-U."""

from collections.abc import Sequence

from legation.records import Actor, Document, Linked, Mention, MentionText, Parse, Sentence, Word


def build_parse(*sentences: str, published: str | None = "2020-03-10") -> Parse:
    """A parse of sentences written as lines of words; words are parted by one blank, full stops and commas joined."""
    text, words, spans = "", [], []
    for number, sentence in enumerate(sentences):
        rows = [line.split() for line in sentence.strip().splitlines()]
        first = len(words)
        start = len(text) + bool(text)
        for row in rows:
            form, lemma, upos, head, relation = row[:5]
            text += "" if not text or form in (".", ",", "’s", "”") else " "
            index = len(words)
            words.append(
                Word(
                    index=index, start=len(text), end=len(text) + len(form), text=form, lemma=lemma, upos=upos,
                    feats=row[5] if len(row) > 5 else "_", head=first + int(head) - 1 if int(head) else -1,
                    deprel=relation, sentence=number,
                )
            )  # fmt: skip
            text += form
        spans.append(Sentence(start=start, end=len(text), first=first, stop=len(words), paragraph=0))
    document = Document(id="test", text=text, published=published)
    return Parse(document=document, words=tuple(words), sentences=tuple(spans), entities=(), attributions=())


def link_parse(parse: Parse, actors: Sequence[tuple[str, str | None, str]]) -> Linked:
    """A linked parse: for each (text, code, kind) the first place of the text is a mention."""
    found: list[Actor] = []
    mentions: list[Mention] = []
    for number, (text, code, kind) in enumerate(actors, 1):
        start = parse.document.text.index(text)
        end = start + len(text)
        indices = [w.index for w in parse.words if start <= w.start and w.end <= end]
        head = next(i for i in indices if parse.words[i].head not in indices)
        spot = MentionText(start=start, end=end, text=text)
        found.append(
            Actor(
                id=f"a{number}", name=text, kind=kind, country=code, sector=None, role=None, code=code, mentions=(spot,)
            )
        )
        mentions.append(
            Mention(
                start=start,
                end=end,
                first=indices[0],
                stop=indices[-1] + 1,
                head=head,
                kind="name",
                actors=(f"a{number}",),
            )
        )
    return Linked(parse=parse, actors=tuple(found), mentions=tuple(mentions), times=(), places=())
