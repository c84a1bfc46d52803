"""Writes src/legation/evaluation/data/occurrences.jsonl: reports of invented events, told differently, beside look-alikes.

A story holds events that look alike; an event is what its reports have in common. Each report line:
day published | source | evidence | trigger | changes (field=value, …). Stories alternate between `tune` and `test`.
"""

import json
from pathlib import Path

STORIES = """
# expulsions between two states, twice within a month
@ SANCTION expel | POL | BLR | 2022-03-04 | Warsaw POL | 161
2022-03-04 | Gazeta | Poland has ordered three Belarusian diplomats to leave within 72 hours | ordered to leave | n=3 diplomats
2022-03-04 | Wire A | Warsaw expelled three employees of the Belarusian embassy it accuses of spying | expelled | n=3 employees
2022-03-05 | Herald | Three diplomats from Minsk were declared unwanted by the Polish foreign ministry on Friday | declared unwanted | n=3 diplomats
@ SANCTION expel | BLR | POL | 2022-03-07 | Minsk BLR | 161
2022-03-07 | Wire A | Belarus answered on Monday by sending home three Polish diplomats | sending home | n=3 diplomats
2022-03-08 | Gazeta | Minsk threw out three members of the Polish mission in a tit-for-tat step | threw out | n=3 members
@ SANCTION expel | POL | BLR | 2022-03-28 | Warsaw POL | 161
2022-03-28 | Wire A | Poland expelled the Belarusian military attaché over a drone that crossed the border | expelled | n=1 attaché
2022-03-29 | Herald | The military attaché of Belarus has to leave Poland, the government in Warsaw said | has to leave | n=1 attaché
# rounds of talks
@ CONSULT - | ARM,AZE | - | 2021-11-12 | Brussels BEL | 046
2021-11-12 | Wire B | Armenian and Azerbaijani leaders met in Brussels for a first round of talks on the border | met
2021-11-13 | Courier | The talks between Yerevan and Baku in the Belgian capital lasted four hours | talks
2021-11-12 | Post | The leaders of Armenia and Azerbaijan sat down together in Brussels on Friday | sat down
@ CONSULT - | ARM,AZE | - | 2021-11-26 | Sochi RUS | 046
2021-11-26 | Wire B | Armenia's and Azerbaijan's leaders met again, this time in Sochi | met
2021-11-27 | Courier | In Sochi the two leaders spoke about the opening of roads and railways | spoke | date=2021-11-26
@ CONSULT phone | ARM,AZE | - | 2021-11-18 | - | 041
2021-11-18 | Post | The foreign ministers of Armenia and Azerbaijan spoke by telephone on Thursday | spoke by telephone
2021-11-19 | Wire B | By phone, the two foreign ministers discussed an exchange of prisoners | discussed | date=2021-11-18
# air raids on one city on successive days
@ ASSAULT aerial | SAU | YEM:REB | 2019-05-16 | Sanaa YEM | 195
2019-05-16 | Wire A | Saudi-led warplanes bombed Houthi positions in Sanaa, killing six people | bombed | n=6 people
2019-05-16 | Gulf Daily | Air raids by the coalition on the Yemeni capital left at least four dead | air raids | n=4 dead
2019-05-17 | Herald | Six civilians died in Thursday's coalition strikes on Sanaa, doctors said | strikes | n=6 civilians; date=2019-05-16
@ ASSAULT aerial | SAU | YEM:REB | 2019-05-20 | Hodeidah YEM | 195
2019-05-20 | Wire A | Coalition jets hit a Houthi boatyard in Hodeidah | hit
2019-05-21 | Gulf Daily | The port city of Hodeidah came under attack from coalition aircraft on Monday | came under attack | date=2019-05-20
@ ASSAULT drone | YEM:REB | SAU | 2019-05-14 | - SAU | 195
2019-05-14 | Wire A | Houthi drones struck two pumping stations of a Saudi oil pipeline | struck
2019-05-15 | Herald | Two stations on the kingdom's east-west pipeline were attacked by Houthi drones | attacked | date=2019-05-14
2019-05-15 | Post | The Houthis said that their drones had hit the Saudi pipeline on Tuesday | had hit | date=2019-05-14
# sanctions laws and rounds
@ SANCTION discontinue | EU | BLR | 2020-10-02 | Brussels BEL | 163
2020-10-02 | Wire B | The European Union imposed sanctions on 40 officials of Belarus over the election | imposed sanctions | n=40 officials
2020-10-02 | Courier | EU leaders agreed to freeze the assets of some 40 Belarusian officials | freeze | n=40 officials
2020-10-03 | Post | Forty Belarusians may no longer travel to the EU since Friday | may no longer travel | n=40 Belarusians; date=2020-10-02
@ SANCTION discontinue | EU | BLR | 2020-11-06 | Brussels BEL | 163
2020-11-06 | Wire B | The EU added the Belarusian president and 14 others to its sanctions list | added | n=15 persons
2020-11-07 | Post | Brussels has put the president of Belarus under sanctions | put under sanctions | date=2020-11-06
@ SANCTION discontinue | USA | BLR | 2020-10-02 | Washington USA | 163
2020-10-02 | Wire B | The United States imposed sanctions on eight Belarusian officials | imposed sanctions | n=8 officials
2020-10-03 | Courier | Washington joined in on Friday with sanctions against eight officials in Minsk | sanctions | n=8 officials; date=2020-10-02
# aid
@ AID - | JPN | PHL | 2013-11-14 | Manila PHL | 073
2013-11-14 | Asia News | Japan sent 1,000 soldiers and medicine to the Philippines after the typhoon | sent | n=1000 soldiers
2013-11-15 | Wire A | About a thousand Japanese troops are on the way to the typhoon area with relief goods | are on the way | n=1000 troops; date=2013-11-14
@ AID - | JPN | PHL | 2013-11-26 | Manila PHL | 071
2013-11-26 | Asia News | Tokyo granted Manila a loan of 500 million dollars for rebuilding | granted | n=500000000 dollars
2013-11-27 | Herald | The Philippines get half a billion dollars from Japan to rebuild houses | get | n=500000000 dollars; date=2013-11-26
@ AID - | USA | PHL | 2013-11-14 | Manila PHL | 073
2013-11-14 | Wire A | A US aircraft carrier brought water and food to the Philippines | brought
2013-11-15 | Asia News | The carrier George Washington began to hand out American relief goods off Samar | hand out | date=2013-11-14
# missile tests
@ MOBILIZE weapons | PRK | - | 2017-07-04 | - PRK | 154
2017-07-04 | Wire B | North Korea fired a missile that flew for 39 minutes | fired | n=39 minutes
2017-07-04 | Asia News | Pyongyang launched what it called an intercontinental missile on Tuesday | launched
2017-07-05 | Herald | The missile that North Korea tested on Tuesday landed in the Sea of Japan | tested | date=2017-07-04
@ MOBILIZE weapons | PRK | - | 2017-07-28 | - PRK | 154
2017-07-28 | Wire B | North Korea tested another missile late on Friday, which flew for 45 minutes | tested | n=45 minutes
2017-07-29 | Asia News | Friday night's launch was Pyongyang's second of a long-range missile | launch | date=2017-07-28
@ MOBILIZE weapons | KOR,USA | - | 2017-07-05 | - KOR | 154
2017-07-05 | Wire B | South Korea and the United States fired missiles into the sea as an answer | fired
2017-07-05 | Post | Seoul and Washington answered with a missile drill of their own | drill
# accusations
@ ACCUSE disapprove | CHN | AUS | 2020-04-24 | Beijing CHN | 111
2020-04-24 | Asia News | China accused Australia of a petty trick with its call for an inquiry | accused
2020-04-24 | Wire A | Beijing sharply criticised Canberra over the demand for an inquiry into the virus | criticised
@ THREATEN restrict | CHN | AUS | 2020-04-27 | - | 131
2020-04-27 | Asia News | China's ambassador warned that shoppers might boycott Australian beef and wine | warned
2020-04-28 | Herald | Australian wine could face a boycott, the Chinese envoy told a newspaper | could face | date=2020-04-27
@ SANCTION discontinue | CHN | AUS | 2020-05-12 | Beijing CHN | 163
2020-05-12 | Asia News | China stopped imports of beef from four Australian slaughterhouses | stopped imports | n=4 slaughterhouses
2020-05-12 | Wire A | Four big Australian meat plants may no longer sell to China | may no longer sell | n=4 plants
2020-05-13 | Post | Beijing blocked beef from Australia on Tuesday | blocked | date=2020-05-12
# prisoners
@ RETREAT release | IRN | USA | 2016-01-16 | Tehran IRN | 0841
2016-01-16 | Wire A | Iran freed four Americans, among them a journalist | freed | n=4 Americans
2016-01-17 | Herald | Four US citizens were let go by Tehran on Saturday | let go | n=4 citizens; date=2016-01-16
2016-01-16 | Post | Tehran released the journalist and three other prisoners with American passports | released | n=4 prisoners
@ RETREAT release | USA | IRN | 2016-01-16 | Washington USA | 0841
2016-01-16 | Wire A | The United States pardoned seven Iranians in exchange | pardoned | n=7 Iranians
2016-01-17 | Herald | In return Washington released seven Iranians who had been jailed over sanctions | released | n=7 Iranians; date=2016-01-16
@ RETREAT release | IRN | USA | 2016-01-13 | Farsi Island IRN | 0841
2016-01-13 | Wire A | Iran released ten American sailors whose boats had strayed into its waters | released | n=10 sailors
2016-01-13 | Post | The ten sailors of the US Navy are free again | are free | n=10 sailors
# border clashes
@ ASSAULT - | IND,CHN | - | 2020-06-15 | Galwan Valley IND | 190
2020-06-16 | Delhi Times | Twenty Indian soldiers died in a fight with Chinese troops in the Galwan Valley | fight | n=20 soldiers; date=2020-06-15
2020-06-16 | Wire B | At least three Indian soldiers were killed in a clash with Chinese forces in Ladakh | clash | n=3 soldiers; date=2020-06-15; place=Ladakh IND
2020-06-17 | Herald | Soldiers of India and China beat each other with clubs on Monday night | beat | date=2020-06-15
@ CONSULT - | IND,CHN | - | 2020-06-22 | Moldo CHN | 046
2020-06-22 | Delhi Times | Indian and Chinese generals talked for eleven hours at Moldo | talked
2020-06-23 | Wire B | The commanders' meeting at the border on Monday brought agreement to disengage | meeting | date=2020-06-22; place=-
@ CONSULT - | IND,CHN | - | 2020-06-06 | Moldo CHN | 046
2020-06-06 | Delhi Times | A first meeting of Indian and Chinese generals ended without result at Moldo | meeting
2020-06-07 | Herald | Generals of the two countries met on Saturday over the stand-off in Ladakh | met | date=2020-06-06; place=-
# ceasefires
@ AGREE - | ISR,PSE:REB | - | 2021-05-20 | - | 0356
2021-05-20 | Wire A | Israel and Hamas agreed to a ceasefire that begins at two in the morning | agreed
2021-05-21 | Post | A truce between Israel and the Palestinian group Hamas was accepted by both on Thursday | accepted | date=2021-05-20
2021-05-20 | Cairo News | Under an Egyptian plan, Israel and Hamas will stop firing, officials said | will stop | type=CONCEDE
@ AGREE - | ISR,PSE:REB | - | 2021-06-17 | - | 0356
2021-06-17 | Cairo News | Israel and Hamas agreed to keep the calm after balloons and air strikes | agreed
@ ASSAULT aerial | ISR | PSE:REB | 2021-05-12 | Gaza PSE | 195
2021-05-12 | Wire A | Israeli jets brought down a 14-storey tower in Gaza | brought down
2021-05-13 | Post | A tower block in the Gaza Strip collapsed after an Israeli air strike on Wednesday | air strike | date=2021-05-12; place=Gaza Strip PSE
# protests
@ PROTEST demo | IRQ | IRQ | 2019-10-01 | Baghdad IRQ | 141
2019-10-01 | Wire B | More than a thousand people demonstrated in Baghdad against corruption | demonstrated | n=1000 people
2019-10-02 | Herald | Iraqis took to the streets of the capital on Tuesday over jobs | took to the streets | date=2019-10-01
@ PROTEST demo | IRQ | IRQ | 2019-10-01 | Basra IRQ | 141
2019-10-01 | Wire B | In Basra, too, hundreds marched on Tuesday | marched | n=300 people
@ PROTEST demo | IRQ | IRQ | 2019-10-25 | Baghdad IRQ | 141
2019-10-25 | Wire B | Thousands returned to the squares of Baghdad on Friday | returned | n=5000 people
2019-10-26 | Herald | After three weeks of quiet, crowds again filled Tahrir Square in Baghdad | filled | date=2019-10-25
# agreements and their signing
@ AGREE - | COL,COL:REB | - | 2016-08-24 | Havana CUB | 057
2016-08-24 | Wire A | Colombia and the FARC reached a final peace agreement in Havana | reached
2016-08-25 | Bogota Post | After four years of talks, government and guerrillas announced a peace deal in the Cuban capital on Wednesday | announced | date=2016-08-24
@ SUPPORT - | COL,COL:REB | - | 2016-09-26 | Cartagena COL | 057
2016-09-26 | Wire A | The president and the leader of the FARC signed the peace accord in Cartagena | signed
2016-09-27 | Bogota Post | With a pen made from a bullet, both sides signed the deal on Monday | signed | date=2016-09-26
@ SUPPORT - | COL,COL:REB | - | 2016-11-24 | Bogota COL | 057
2016-11-24 | Wire A | Colombia's government and the FARC signed a revised peace accord in Bogotá | signed
2016-11-25 | Herald | A second version of the peace accord was signed in a theatre in the capital | was signed | date=2016-11-24
# visits
@ CONSULT visit | USA | VNM | 2016-05-23 | Hanoi VNM | 042
2016-05-23 | Asia News | The American president arrived in Hanoi for a three-day visit | arrived
2016-05-23 | Wire B | Vietnam received the US president with military honours on Monday | received
@ CONCEDE - | USA | VNM | 2016-05-23 | Hanoi VNM | 085
2016-05-23 | Wire B | Washington lifts its embargo on arms for Vietnam, the president announced in Hanoi | lifts
2016-05-24 | Asia News | The decades-old arms embargo against Vietnam is over, the United States announced on Monday | is over | date=2016-05-23; type=RETREAT
@ CONSULT visit | USA | JPN | 2016-05-27 | Hiroshima JPN | 042
2016-05-27 | Asia News | As the first American president, he visited Hiroshima | visited
2016-05-28 | Herald | The US president laid a wreath in Hiroshima on Friday | laid a wreath | date=2016-05-27
# recalls of ambassadors
@ SANCTION withdraw | TUR | NLD | 2017-03-13 | Ankara TUR | 161
2017-03-13 | Wire A | Turkey will not let the Dutch ambassador come back | will not let come back
2017-03-14 | Courier | Ankara closed its door to the ambassador of the Netherlands on Monday and cut high-level contacts | closed its door | date=2017-03-13
@ REJECT - | NLD | TUR | 2017-03-11 | Rotterdam NLD | 12
2017-03-11 | Courier | The Netherlands refused landing rights to the Turkish foreign minister | refused
2017-03-11 | Wire A | The plane of Turkey's foreign minister was not allowed to land by the Dutch | not allowed
2017-03-12 | Herald | The Hague barred the minister's flight on Saturday | barred | date=2017-03-11
@ ACCUSE disapprove | TUR | NLD | 2017-03-11 | Istanbul TUR | 111
2017-03-11 | Wire A | Turkey's president called the Dutch remnants of the Nazis | called
2017-03-12 | Courier | Nazi remnants, said the Turkish head of state about the Netherlands on Saturday | said | date=2017-03-11
# trade measures
@ SANCTION discontinue | USA | CHN | 2018-07-06 | Washington USA | 163
2018-07-06 | Wire B | American tariffs on Chinese goods worth 34 billion dollars took effect | took effect | n=34000000000 dollars
2018-07-06 | Asia News | The United States began to levy duties of 25 percent on 34 billion dollars' worth of imports from China | levy | n=34000000000 dollars
@ SANCTION discontinue | CHN | USA | 2018-07-06 | Beijing CHN | 163
2018-07-06 | Wire B | China hit back with tariffs on American soybeans and cars | hit back
2018-07-07 | Herald | Beijing's duties on US goods of the same value began on Friday as well | duties | date=2018-07-06
@ SANCTION discontinue | USA | CHN | 2018-08-23 | Washington USA | 163
2018-08-23 | Wire B | A second list of Chinese goods, worth 16 billion dollars, became dearer in America | became dearer | n=16000000000 dollars
2018-08-24 | Asia News | US tariffs on another 16 billion dollars of Chinese products are in force since Thursday | are in force | n=16000000000 dollars; date=2018-08-23
# denial and blame
@ ASSAULT unconventional | SYR | SYR:REB | 2017-04-04 | Khan Sheikhoun SYR | 2041
2017-04-04 | Wire A | Dozens died in a suspected gas attack on Khan Sheikhoun, which activists blame on the air force | gas attack | n=58 dead
2017-04-05 | Herald | The gas attack on the Syrian town of Khan Sheikhoun killed at least 72, among them 20 children | gas attack | n=72 dead; date=2017-04-04
2017-04-05 | Sputnik Wire | In Khan Sheikhoun a rebel store of poison was hit on Tuesday, Moscow says | was hit | date=2017-04-04; type=ASSAULT; actors=SYR
@ ASSAULT aerial | USA | SYR | 2017-04-07 | Shayrat SYR | 195
2017-04-07 | Wire A | The United States fired 59 cruise missiles at the Syrian airbase of Shayrat | fired | n=59 missiles
2017-04-07 | Herald | American missiles struck an airfield near Homs before dawn | struck | place=Homs SYR
2017-04-08 | Post | Friday's missile attack on the Syrian base destroyed nine aircraft | attack | date=2017-04-07; place=-
@ ASSAULT aerial | USA | SYR | 2018-04-14 | Damascus SYR | 195
2018-04-14 | Wire A | The United States and allies struck three sites of Syria's chemical programme | struck | n=3 sites; actors=USA,GBR,FRA
2018-04-15 | Herald | More than a hundred missiles were fired at Syria by America, Britain and France on Saturday | were fired | date=2018-04-14; actors=USA,GBR,FRA
# recognition
@ SUPPORT - | USA | VEN | 2019-01-23 | Washington USA | 054
2019-01-23 | Wire B | The United States recognised the head of Venezuela's parliament as interim president | recognised
2019-01-24 | Herald | Washington's recognition of the opposition leader came on Wednesday within minutes | recognition | date=2019-01-23
@ SANCTION withdraw | VEN | USA | 2019-01-23 | Caracas VEN | 161
2019-01-23 | Wire B | Venezuela broke off relations with the United States | broke off
2019-01-23 | Post | Caracas cut its ties with Washington and gave diplomats 72 hours | cut
2019-01-24 | Herald | Venezuela ended diplomatic relations with the US on Wednesday | ended | date=2019-01-23
@ SUPPORT - | BRA | VEN | 2019-01-23 | Brasilia BRA | 054
2019-01-23 | Wire B | Brazil recognised the opposition leader as Venezuela's president | recognised
# attacks on ships
@ ASSAULT explosives | IRN | NOR | 2019-06-13 | Gulf of Oman - | 183
2019-06-13 | Wire A | Two tankers were damaged by explosions in the Gulf of Oman, for which Washington blames Iran | explosions | n=2 tankers; recipients=NOR,JPN
2019-06-13 | Gulf Daily | A Norwegian and a Japanese tanker caught fire after attacks in the Gulf of Oman | attacks | recipients=NOR,JPN
2019-06-14 | Post | One of the tankers attacked on Thursday had a mine on its hull, the US Navy said | attacked | date=2019-06-13
@ ASSAULT explosives | - | SAU | 2019-05-12 | Fujairah ARE | 183
2019-05-13 | Gulf Daily | Two Saudi tankers were sabotaged off Fujairah on Sunday | sabotaged | n=2 tankers; date=2019-05-12
2019-05-13 | Wire A | Four ships were damaged off the Emirates, among them two from Saudi Arabia | were damaged | n=4 ships; date=2019-05-12; recipients=SAU,ARE
@ COERCE seize | IRN | GBR | 2019-07-19 | Strait of Hormuz - | 171
2019-07-19 | Wire A | Iran's Revolutionary Guards seized a British-flagged tanker in the Strait of Hormuz | seized
2019-07-20 | Herald | The Stena Impero was taken to Bandar Abbas by Iranian forces on Friday | was taken | date=2019-07-19; place=Bandar Abbas IRN
@ COERCE seize | GBR | IRN | 2019-07-04 | Gibraltar GIB | 171
2019-07-04 | Wire A | British marines boarded an Iranian tanker off Gibraltar | boarded
2019-07-05 | Herald | A supertanker with Iranian oil has been held off Gibraltar since Thursday | has been held | date=2019-07-04
# withdrawals
@ RETREAT withdraw | ETH | ERI | 2018-12-10 | - ERI | 087
2018-12-10 | Nile Post | Ethiopia began to pull troops back from the border with Eritrea | pull back
2018-12-11 | Wire B | Ethiopian soldiers have started leaving their posts on the Eritrean border | leaving | date=2018-12-10
@ AGREE - | ETH,ERI | - | 2018-07-09 | Asmara ERI | 057
2018-07-09 | Nile Post | Ethiopia and Eritrea declared their war over in Asmara | declared
2018-07-09 | Wire B | The leaders of both countries signed a declaration of peace in the Eritrean capital | signed | type=SUPPORT
2018-07-10 | Herald | Peace after twenty years: Eritrea and Ethiopia agreed on Monday to open embassies | agreed | date=2018-07-09
@ CONSULT visit | ERI | ETH | 2018-07-14 | Addis Ababa ETH | 042
2018-07-14 | Nile Post | Eritrea's president arrived in Addis Ababa for his first visit in 22 years | arrived
2018-07-15 | Wire B | Crowds cheered the Eritrean leader in the Ethiopian capital on Saturday | cheered | date=2018-07-14
# demands and refusals
@ REQUEST change | SAU,ARE,BHR,EGY | QAT | 2017-06-22 | - | 104
2017-06-23 | Gulf Daily | Four Arab states handed Qatar a list of 13 demands | handed | n=13 demands; date=2017-06-22
2017-06-23 | Wire A | Saudi Arabia and its allies demand that Qatar close Al Jazeera and a Turkish base | demand | date=-; actors=SAU
@ REJECT change | QAT | SAU,ARE,BHR,EGY | 2017-07-01 | Rome ITA | 123
2017-07-01 | Wire A | Qatar rejects the demands of its neighbours, its foreign minister said in Rome | rejects
2017-07-02 | Gulf Daily | Doha turned down the list of demands on Saturday | turned down | date=2017-07-01; place=-; recipients=SAU
@ SANCTION withdraw | SAU,ARE,BHR,EGY | QAT | 2017-06-05 | Riyadh SAU | 161
2017-06-05 | Wire A | Four Arab countries broke off relations with Qatar | broke off
2017-06-05 | Gulf Daily | Saudi Arabia, the Emirates, Bahrain and Egypt cut ties with Doha | cut ties
2017-06-06 | Herald | Riyadh and its partners severed all links with Qatar on Monday | severed | date=2017-06-05; actors=SAU
# planned and held summit
@ CONSULT - | USA,PRK | - | 2018-06-12 | Singapore SGP | 046
2018-06-10 | Asia News | The leaders of America and North Korea are to meet in Singapore on Tuesday | are to meet | status=future; date=2018-06-12
2018-06-12 | Wire B | The US president shook hands with the North Korean leader in Singapore | shook hands
2018-06-13 | Herald | Tuesday's summit ended with a declaration on the denuclearisation of the peninsula | summit | date=2018-06-12
@ CONSULT - | USA,PRK | - | 2019-02-28 | Hanoi VNM | 046
2019-02-28 | Wire B | The summit of the two leaders in Hanoi broke up without an agreement | summit
2019-02-28 | Asia News | In Hanoi the American and the North Korean leader parted early | parted
@ CONSULT - | USA,PRK | - | 2019-06-30 | Panmunjom KOR | 046
2019-06-30 | Wire B | The US president stepped into North Korea and met its leader at Panmunjom | met
2019-07-01 | Herald | At the demarcation line the two leaders talked for almost an hour on Sunday | talked | date=2019-06-30
"""

QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "material cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}


def place(text: str) -> dict[str, str | None]:
    name, _, country = text.rpartition(" ")
    if text == "-":
        return {"place_name": None, "place_country": None}
    return {"place_name": None if name in ("", "-") else name, "place_country": None if country == "-" else country}


def codes(text: str) -> list[str]:
    return [] if text == "-" else text.split(",")


def records() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    story, group = 0, 0
    event: dict[str, object] = {}
    for line in STORIES.strip().splitlines():
        if line.startswith("#"):
            story += 1
        elif line.startswith("@"):
            group += 1
            kind, actors, recipients, day, where, cameo = (p.strip() for p in line[1:].split("|"))
            name, mode = kind.split()
            event = {
                "group": f"g{group:02}", "story": story, "split": "tune" if story % 2 else "test", "type": name,
                "mode": None if mode == "-" else mode, "status": "asserted", "actors": codes(actors),
                "recipients": codes(recipients), "date_from": day, "date_to": day, **place(where), "cameo": cameo,
            }  # fmt: skip
        else:
            found.append(report(event, len(found), line))
    return found


def report(event: dict[str, object], number: int, line: str) -> dict[str, object]:
    published, source, evidence, trigger, *more = (p.strip() for p in line.split("|"))
    made = {**event, "id": f"r{number:03}", "published": published, "source": source, "evidence": evidence,
            "trigger": trigger, "magnitudes": []}  # fmt: skip
    for change in (c for part in more for c in part.split(";")):
        name, _, value = change.strip().partition("=")
        if name == "n":
            amount, _, unit = value.partition(" ")
            made["magnitudes"] = [{"value": float(amount), "unit": unit}]
        elif name == "date":
            made["date_from"] = made["date_to"] = None if value == "-" else value
        elif name == "place":
            made.update(place(value))
        elif name in ("actors", "recipients"):
            made[name] = codes(value)
        else:
            made[name] = value
    made["quad"] = QUADS[str(made["type"])]
    return made


if __name__ == "__main__":
    to = Path(__file__).parents[2] / "src/legation/evaluation/data/occurrences.jsonl"
    rows = records()
    to.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    print(len(rows), "reports of", len({r["group"] for r in rows}), "events")
