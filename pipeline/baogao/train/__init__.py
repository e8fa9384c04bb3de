"""Training: gold and reports → the data of a model package."""

from baogao.train.package import Config, read_config, train_package

__all__ = ["Config", "read_config", "train_package"]
