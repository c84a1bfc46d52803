"""Where a text's words, sentences and paragraphs are."""

from legation.records.base import Record


class Segmentation(Record, frozen=True, kw_only=True):
    """Words and sentences of one text, as offsets.

    `starts`, `ends`: characters of each word. `joined`: the word continues the written word before it ("n't", "'s").
    `sentences`: first word and stop (excluded) of each sentence; they follow one another without gaps.
    `paragraphs`: for each sentence the number of its paragraph, from 0.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    joined: tuple[bool, ...]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]
