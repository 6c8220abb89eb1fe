"""The contextual scorer of links: a small language encoder that reads the whole sentence.

It needs the extra `contextual` (onnxruntime and tokenizers). Its weights are data of this folder, made by `make train`.
"""
