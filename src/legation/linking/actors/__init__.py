"""Actors and coreference: who is meant by each name, role, nominal and pronoun of a report."""

from legation.linking.actors.linker import ActorLinker

__all__ = ["ActorLinker"]
