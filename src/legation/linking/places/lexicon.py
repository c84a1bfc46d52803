"""Words around names that tell places from what is named after them."""

PREPOSITIONS = frozenset(
    "in at near from to into around outside inside across throughout within toward towards through off over "
    "leaving visiting "
    "via beyond along against northern southern eastern western central northeastern northwestern southeastern "
    "southwestern "
    "north-eastern north-western south-eastern south-western north south east west downtown upstate rural "
    "coastal nearby "
    "mainland neighboring neighbouring between northwest northeast southwest southeast".split()
)
"""Before a place; without "of" and "and", which stand before everything."""

AREA_WORDS = frozenset(
    "province state region district city county island islands river airport governorate prefecture town village "
    "area suburb "
    "valley peninsula republic oblast territory municipality department airbase airport port border coast "
    "hospital province's "
    "provinces states districts regions".split()
)
ORGANISATION_WORDS = frozenset(
    "university college institute school hospital clinic bank times post herald tribune journal news daily "
    "gazette telegraph "
    "guardian agency ministry department council committee commission court party union association society foundation "
    "company corporation corp inc ltd group airlines airways air press radio television tv broadcasting service "
    "services "
    "centre center laboratory laboratories museum library church cathedral club united fc team congress "
    "parliament senate "
    "assembly police army navy force forces command authority authorities office bureau board agency organization "
    "organisation league federation fund exchange zoo stadium railways railway rangers academy globe observer standard "
    "medical research studies conference summit agreement accord accords treaty protocol convention declaration plan "
    "pact deal process communique statement cup games olympics marathon festival championship open prix protocols "
    "review magazine weekly chronicle examiner inquirer star sun mirror independent monitor brigade regiment battalion "
    "division movement front network coalition alliance watch initiative institution system industries motors "
    "energy oil "
    "petroleum steel bancorp holdings partners capital trust insurance pharmaceuticals act bill law resolution "
    "administration health safety control prevention house hall tower palace bridge street road avenue square park "
    "today beach hotel building plaza virus fever disease flu syndrome war wars crisis desk bulls lakers "
    "yankees giants".split()
)
ORGANISATION_HEADS = frozenset(
    "university bank institute college church museum library council society school academy hospital ministry "
    "department "
    "board federation association union party court congress parliament senate assembly voice times bishop "
    "archbishop duke "
    "prince princess earl queen king duchess treaty battle accord convention declaration bar federal reserve "
    "airline order "
    "archdiocese diocese international corporation".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady prof professor president minister secretary senator sen rep representative "
    "congressman "
    "congresswoman governor gov mayor general gen colonel col captain capt sergeant sgt lieutenant lt judge "
    "justice king queen "
    "prince princess pope bishop archbishop cardinal sheikh imam ayatollah chancellor ambassador envoy spokesman "
    "spokeswoman spokesperson director chairman chairwoman chief commander coach actor actress singer author analyst "
    "officer commissioner superintendent detective inspector admiral adm major maj private saint pastor rev reverend "
    "nurse doctor physician virologist scientist researcher".split()
)
SHORT_NAMES = frozenset(
    {
        "US",
        "UK",
        "UAE",
        "DRC",
        "USA",
        "USSR",
        "DPRK",
        "PRC",
        "ROK",
        "NSW",
        "FATA",
        "NWFP",
        "TRNC",
        "DMZ",
        "GERD",
        "U.K",
        "U.S",
    }
)
"""Names in capitals only that are places; other short ones are mostly organisations."""

STATES = {
    "ala": "alabama", "ariz": "arizona", "ark": "arkansas", "calif": "california", "colo": "colorado",
    "conn": "connecticut", "del": "delaware", "fla": "florida", "ga": "georgia", "ill": "illinois", "ind": "indiana",
    "kan": "kansas", "ky": "kentucky", "la": "louisiana", "md": "maryland", "mass": "massachusetts",
    "mich": "michigan", "minn": "minnesota", "miss": "mississippi", "mo": "missouri", "mont": "montana",
    "neb": "nebraska", "nev": "nevada", "nh": "new hampshire", "nj": "new jersey", "nm": "new mexico",
    "ny": "new york", "nc": "north carolina", "nd": "north dakota", "okla": "oklahoma", "ore": "oregon",
    "pa": "pennsylvania", "ri": "rhode island", "sc": "south carolina", "sd": "south dakota", "tenn": "tennessee",
    "tex": "texas", "tx": "texas", "ca": "california", "vt": "vermont", "va": "virginia", "wash": "washington",
    "wva": "west virginia", "wis": "wisconsin", "wyo": "wyoming", "ont": "ontario", "bc": "british columbia",
    "nsw": "new south wales", "dc": "district of columbia", "fl": "florida", "il": "illinois", "oh": "ohio",
}  # fmt: skip
"""Abbreviations that tell what a town lies in ("FLINT, Mich.")."""
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september "
    "october november december jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
ROLES = frozenset(
    "president prime foreign defense defence minister secretary government officials official health ambassador "
    "king chief "
    "vice deputy senator governor mayor attorney finance interior premier general gov sen police army military".split()
)
NOT_PLACES = frozenset(
    "israel "
    "defense;of;the;and;new;university;central;police;west;east;north;south;march;may;august;obama;bush;clinton;trump;"
    "lincoln;ebola;church;green;christian;victoria "
    "cross;time;guardian;reuters;nature;science;today;media;mobile;date;best;most;"
    "nice;reading;bar;born;split;ham;bath;hull;deal;sale;rugby;orange;gap;man;male;male;are;us "
    "open;van;dead;see;say;san;santa;"
    ""
    "la;le;los;las;el;al;de;st;fort;mount;port;lake;bay;grand;union;central;liberty;independence;enterprise;republic;federal;"
    "lord;sir;as;is;it;so;no;an;am;ii;iii;mr;dr;who;un;eu;cdc;fda;who;aids;hiv;un;ad;bc;university "
    "city;english;french;german;"
    "american;chinese;russian;british;japanese;korean;spanish;arab;muslim;islam;hindu;jewish;buddhist;catholic;"
    "islamic state;labour;labor;democrat;republican;conservative;liberal;national;international;world;global;general;"
    "summit;accord;progress;defiance;security;justice;freedom;hope;peace;victory;liberal;socialist;council;"
    "god;jesus;christ;allah;internet;facebook;twitter;google;apple;amazon;boeing;ford;tesla;sony;samsung;toyota;"
    "western;eastern;northern;southern;north eastern;north western;south eastern;south "
    "western;southwestern;northeastern;"
    "northwestern;southeastern;north east;north west;south east;south west;central business district;lakes;"
    "earth;mars;moon;gulf;pacific;atlantic;baltic;arctic;capitol;states;emirates;nile;mission;police station".split(";")
)
