"""International and other bodies by a common noun: "the council", "the bloc", "the agency"."""

from legation.linking.actors.phrases import Phrase
from legation.linking.actors.profiles import Profile
from legation.linking.actors.referents import Referent
from legation.linking.actors.registry import Registry, singular
from legation.linking.actors.scene import Scene


class BodyRules:
    """Finds the organisation that a common noun stands for."""

    def __init__(self, scene: Scene, registry: Registry) -> None:
        self.scene = scene
        self.registry = registry

    def resolve(self, phrase: Phrase, profile: Profile) -> Referent | None:
        """ "the council", "the alliance": the organisation mentioned last that may be called so."""
        noun = singular(self.scene.lower[phrase.head])
        if phrase.definite and not phrase.plural:
            for referent in sorted(self.registry.referents, key=lambda r: -r.last):
                if referent.kind not in ("organisation", "group", "body") or not referent.actor or referent.plural:
                    continue
                if self._may_be_called(referent, noun) and self._modifiers_fit(phrase, referent):
                    return referent
        if noun == "community" or not (profile.code or phrase.definite):
            return None
        if noun in ("group", "movement", "organization", "organisation", "agency") and not phrase.plural:
            profile.kind = "organisation"
            return self.registry.create(phrase, profile)
        return None

    def _may_be_called(self, referent: Referent, noun: str) -> bool:
        if noun in referent.heads or noun in referent.name.lower().split():
            return True
        code = referent.code or ""
        if noun == "alliance":
            return code == "NATO" or "alliance" in referent.name.lower()
        if noun == "bloc":
            return code in ("EU", "ASEAN", "GCC", "AU", "ECOWAS", "EAC", "OPEC", "SADC", "MERCOSUR", "BRICS", "EEU")
        if noun in ("organization", "organisation", "body"):
            return referent.sector in ("IGO", "NGO", "REB")
        if noun in ("group", "movement"):
            return referent.sector in ("REB", "NGO", "CRM", "CIV", "OPP") and referent.kind in ("group", "organisation")
        if noun == "agency":
            return code in ("IAEA", "EU") or referent.sector in ("MED", "SPY")
        return False

    def _modifiers_fit(self, phrase: Phrase, referent: Referent) -> bool:
        known = set(referent.modifiers) | set(referent.name.lower().split())
        if referent.sector == "REB":
            known |= {"militant", "rebel", "armed", "terrorist", "terror", "islamist", "insurgent", "jihadist"}
        known |= {"world", "regional", "international", "military", "western", "new"}
        return all(m in known for m in phrase.modifiers)
