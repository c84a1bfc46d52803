"""The trained models at run time. Only here are onnxruntime and tokenizers used."""

from legation.model.acts import OnnxActs
from legation.model.causality import Causality
from legation.model.graphs import digest_weights
from legation.model.parser import OnnxParser
from legation.model.relations import OnnxRelations
from legation.model.sayings import OnnxSayings

__all__ = ["Causality", "OnnxActs", "OnnxParser", "OnnxRelations", "OnnxSayings", "digest_weights"]
