"""From raw input to documents, and from text to words and sentences.

`inputs` makes documents of bytes, text, pages, JSON and JSON lines; `segmenter` finds words and sentences.
"""
