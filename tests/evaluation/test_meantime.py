"""MEANTIME's layout, on a report of our own."""

from pathlib import Path

import pytest

from legation.errors import SettingsError
from legation.evaluation import meantime

REPORT = """<?xml version="1.0"?><Document doc_id="7" lang="en">
<token number="0" sentence="0" t_id="1">Talks</token><token number="1" sentence="0" t_id="2">held</token>
<token number="0" sentence="1" t_id="3">May</token><token number="1" sentence="1" t_id="4">3</token>
<token number="2" sentence="1" t_id="5">,</token><token number="3" sentence="1" t_id="6">2009</token>
<token number="0" sentence="2" t_id="7">Norway</token><token number="1" sentence="2" t_id="8">met</token>
<token number="2" sentence="2" t_id="9">Finland</token><token number="3" sentence="2" t_id="10">.</token>
<Markables>
<EVENT_MENTION m_id="1"><token_anchor t_id="8"/></EVENT_MENTION>
<EVENT_MENTION m_id="2"><token_anchor t_id="1"/></EVENT_MENTION>
<EVENT_MENTION m_id="3"><token_anchor t_id="2"/></EVENT_MENTION>
<TIMEX3 functionInDocument="CREATION_TIME" m_id="4" type="DATE" value="2009-05-03"/>
<EVENT instance_id="E1" m_id="5"/><EVENT m_id="6"/>
</Markables>
<Relations>
<REFERS_TO r_id="1"><source m_id="1"/><source m_id="2"/><target m_id="5"/></REFERS_TO>
<REFERS_TO r_id="2"><source m_id="3"/><target m_id="6"/></REFERS_TO>
</Relations></Document>"""


def test_documents_and_events_are_read(tmp_path: Path) -> None:
    folder = tmp_path / meantime.FOLDER / "corpus_a"
    folder.mkdir(parents=True)
    (folder / "7.xml").write_text(REPORT, "utf-8")
    [(document, mentions)] = meantime.read(tmp_path)
    assert document.text == "Talks held\n\nMay 3, 2009\n\nNorway met Finland."
    assert document.published == "2009-05-03"
    assert [(document.text[m.start : m.end], m.event) for m in mentions] == [("met", "E1"), ("Talks", "E1")]


def test_a_folder_without_the_corpus_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MEANTIME"):
        meantime.read(tmp_path)
