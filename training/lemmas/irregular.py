"""Irregular forms that treebanks of this size may lack."""

VERBS = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beaten; become became; befall befell befallen; begin began begun;
behold beheld; bend bent; beset beset; bespeak bespoke; bet bet; bid bade bidden; bind bound; bite bit bitten; bleed bled; blow blew blown;
break broke broken; breed bred; bring brought; broadcast broadcast; build built; burn burnt; burst burst; buy bought; cast cast; catch caught;
choose chose chosen; cling clung; come came; cost cost; creep crept; cut cut; deal dealt; die dying; dig dug; do did done; draw drew drawn;
dream dreamt; drink drank drunk; drive drove driven; dwell dwelt; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought;
find found; flee fled; fling flung; fly flew flown; forbid forbade forbidden; forecast forecast; foresee foresaw foreseen; foretell foretold;
forget forgot forgotten; forgive forgave forgiven; forgo forwent forgone; forsake forsook forsaken; freeze froze frozen; get got gotten;
give gave given; go went gone; grind ground; grow grew grown; hang hung; have had; hear heard; hide hid hidden; hit hit; hold held; hurt hurt;
keep kept; kneel knelt; know knew known; lay laid; lead led; lean leant; leap leapt; learn learnt; leave left; lend lent; let let; lie lay lain lying;
light lit; lose lost; make made; mean meant; meet met; mislead misled; mistake mistook mistaken; misunderstand misunderstood; mow mown; offset offset;
outbid outbid; outdo outdid outdone; outgrow outgrew outgrown; override overrode overridden; oversee oversaw overseen; overtake overtook overtaken;
overthrow overthrew overthrown; overcome overcame; overrun overran; panic panicked panicking; traffic trafficked trafficking; mimic mimicked mimicking;
pay paid; plead pled; prove proven; put put; quit quit; read read; rebuild rebuilt; redo redid redone; repay repaid; rethink rethought;
rend rent; rid rid; ride rode ridden; ring rang rung; rise rose risen; run ran; saw sawn; say said; see saw seen; seek sought; sell sold; send sent;
set set; sew sewn; shake shook shaken; shed shed; shine shone; shoot shot; show shown; shrink shrank shrunk; shut shut; sing sang sung; sink sank sunk;
sit sat; slay slew slain; sleep slept; slide slid; sling slung; slit slit; sow sown; speak spoke spoken; speed sped; spend spent; spill spilt; spin spun;
spit spat; split split; spoil spoilt; spread spread; spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; stink stank stunk;
strew strewn; stride strode; strike struck stricken; string strung; strive strove striven; swear swore sworn; sweep swept; swell swollen; swim swam swum;
swing swung; take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown; thrust thrust; tie tying; tread trod trodden;
undergo underwent undergone; understand understood; undertake undertook undertaken; undo undid undone; unwind unwound; uphold upheld; upset upset;
vie vying; wake woke woken; wear wore worn; weave wove woven; weep wept; win won; wind wound; withdraw withdrew withdrawn; withhold withheld;
withstand withstood; wring wrung; write wrote written; underlie underlay underlain underlying; outsell outsold; resell resold; retake retook retaken;
rewrite rewrote rewritten; retell retold; reset reset; recast recast; outlay outlaid; mislay mislaid; waylay waylaid; overhear overheard;
oust ousted ousting ousts; detain detained detaining; impose imposed imposing; provoke provoked provoking; interfere interfered interfering;
intervene intervened intervening; veto vetoed vetoing vetoes; annex annexed annexing annexes; appeal appealed appealing; expel expelled expelling;
repel repelled repelling; compel compelled compelling; quell quelled quelling; shell shelled shelling; patrol patrolled patrolling; rebel rebelled rebelling;
transfer transferred transferring; defer deferred deferring; deter deterred deterring; concur concurred concurring; incur incurred incurring;
refer referred referring; confer conferred conferring; cancel cancelled cancelling canceled canceling; label labelled labelling labeled labeling;
signal signalled signalling signaled signaling; travel travelled travelling traveled traveling; counsel counselled counseled; commit committed committing;
permit permitted permitting; admit admitted admitting; submit submitted submitting; omit omitted omitting; remit remitted remitting; pledge pledged pledging;
arm armed arming; disarm disarmed disarming; bomb bombed bombing; ambush ambushed ambushing ambushes; besiege besieged besieging; seize seized seizing;
raze razed razing; raid raided raiding; ratify ratified ratifying ratifies; defy defied defying defies; deny denied denying denies; ally allied allying allies;
boo booed; echo echoed echoing echoes; woo wooed wooing; ban banned banning; bar barred barring; stab stabbed stabbing; curb curbed curbing;
""".replace("\n", " ")  # fmt: skip
NOUNS = """
crisis crises; analysis analyses; basis bases; hypothesis hypotheses; man men; woman women; child children; foot feet; wife wives; life lives;
knife knives; half halves; shelf shelves; thief thieves; leaf leaves; wolf wolves; criterion criteria; phenomenon phenomena; referendum referenda;
memorandum memoranda; spokesman spokesmen; spokeswoman spokeswomen; gunman gunmen; congressman congressmen; serviceman servicemen; statesman statesmen;
policeman policemen; fisherman fishermen; militiaman militiamen; businessman businessmen; chairman chairmen; embargo embargoes; veto vetoes;
hero heroes; potato potatoes; cargo cargoes; ally allies; army armies; envoy envoys; enemy enemies; casualty casualties; sanction sanctions;
hostility hostilities; warship warships; troop troops; missile missiles; hostage hostages; refugee refugees; coup coups; corps corps; series series; species species;
aircraft aircraft; headquarters headquarters; barracks barracks; bus buses; gas gases; virus viruses; axis axes; oasis oases;
""".replace("\n", " ")  # fmt: skip


def read_forms() -> dict[str, dict[str, str]]:
    """Lemma by form and part of speech."""
    table: dict[str, dict[str, str]] = {}
    for upos, text in (("VERB", VERBS), ("NOUN", NOUNS)):
        rows = (row.split() for row in text.split(";") if row.strip())
        table[upos] = {form: lemma for lemma, *forms in rows for form in forms}
    return table
