"""Tables on disk, and other formats from them."""

from baogao.write.batch import Result, annotate, read_manifest
from baogao.write.export import export_csv, jsonl_lines, whole_shards

__all__ = ["Result", "annotate", "export_csv", "jsonl_lines", "read_manifest", "whole_shards"]
