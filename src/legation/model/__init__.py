"""The trained models at run time. Only here are onnxruntime and tokenizers used."""

from legation.model.causality import Causality
from legation.model.graphs import digest_weights
from legation.model.parser import OnnxParser
from legation.model.relations import OnnxRelations

__all__ = ["Causality", "OnnxParser", "OnnxRelations", "digest_weights"]
