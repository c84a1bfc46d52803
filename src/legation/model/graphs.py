"""The bundled graphs and tables: where they are, how they are opened, and what is said where one is missing."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from legation.errors import ModelError

Arrays = dict[str, NDArray[Any]]


class Session(Protocol):
    """What is used of an onnxruntime session."""

    def run(self, names: list[str], feed: Arrays) -> list[NDArray[Any]]: ...

    def get_outputs(self) -> list[Any]: ...

    def get_inputs(self) -> list[Any]: ...


def find_folder(folder: Path | None) -> Path:
    """The folder with the weights: the bundled one unless given."""
    return folder if folder is not None else Path(str(files("legation.model") / "data"))


def open_session(path: Path) -> Session:
    """A session on one thread without spinning. Raises ModelError if the graph is missing or unusable.

    Windows run side by side in threads of the caller, so that no result depends on how many there are.
    """
    if not path.is_file():
        raise ModelError(f"the model is missing: no {path.name} in {path.parent}")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_mem_pattern = False  # the shapes change from run to run
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session: Session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own that share no base but Exception
        raise ModelError(f"the model {path.name} cannot be opened: {' '.join(str(error).split())[:200]}") from error
    return session


def load_labels(folder: Path, *needed: str) -> dict[str, Any]:
    """The label lists of `labels.json`. Raises ModelError if it is missing, damaged or lacks one of the `needed`."""
    path = folder / "labels.json"
    if not path.is_file():
        raise ModelError(f"the model is missing: no {path.name} in {folder}")
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ModelError(f"the model's {path.name} is damaged: {error}") from error
    if not isinstance(found, dict):
        raise ModelError(f"the model's {path.name} is damaged: no object")
    lacking = [name for name in needed if name not in found]
    if lacking:
        raise ModelError(f"the model's {path.name} does not fit this version: it lacks {', '.join(lacking)}")
    return found


def load_arrays(path: Path) -> Arrays:
    """The arrays of an .npz file. Raises ModelError if it is missing or damaged."""
    if not path.is_file():
        raise ModelError(f"the model is missing: no {path.name} in {path.parent}")
    try:
        with np.load(path) as data:
            return {name: data[name] for name in data.files}
    except (OSError, ValueError) as error:
        raise ModelError(f"the model's {path.name} is damaged: {error}") from error


def digest_weights() -> str:
    """A digest of the bundled graphs and tables (32 hexadecimal characters, BLAKE2b): which weights a run read with."""
    state = hashlib.blake2b(digest_size=16)
    folder = Path(__file__).parent / "data"
    for path in sorted([*folder.glob("*.onnx"), *folder.glob("*.npz")]):
        state.update(path.name.encode())
        state.update(path.read_bytes())
    return state.hexdigest()
