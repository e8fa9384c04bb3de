"""Pretrain the encoder of the tagger's network on the text of reports.

    python models/pretrain.py REPORTS… --out models/encoder.npz [--steps 4900] [--without FILE]

The network learns to guess characters that are hidden from it, runs of one to three of them
(Devlin et al. 2019; Joshi et al. 2020), from those around. `--without` names a file of document
ids, one a line, that are left out, so that figures on them are figures on reports never seen.
Needs PyTorch, which nothing else here does; about 40 minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

from baogao.read import read
from baogao.segment import sentence_spans
from baogao.tag.network import DILATIONS, GAP, HIDDEN, SPECIAL, rows_of_characters

RARE = 5  # characters that stand fewer times have no vector of their own
LENGTH, BATCH = 128, 64


class Encoder(nn.Module):
    """The layers of `baogao.tag.network`, to be trained by torch."""

    def __init__(self, characters: int, width: int) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, width)
        nn.init.normal_(self.characters.weight, 0, 2 * width**-0.5)
        self.dense = nn.ModuleList(nn.Linear(3 * width, width) for _ in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(width, eps=1e-8) for _ in DILATIONS)
        self.last = nn.LayerNorm(width, eps=1e-8)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return a vector for each character, shape (batch, length, width)."""
        rows = self.characters(ids)
        length = ids.shape[1]
        for step, dense, norm in zip(DILATIONS, self.dense, self.norms, strict=True):
            padded = nn.functional.pad(norm(rows), (0, 0, step, step))
            parts = [padded[:, k * step : k * step + length] for k in range(3)]
            rows = rows + torch.relu(dense(torch.cat(parts, dim=2)))
        return self.last(rows)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the weights under the names that `baogao.tag.network.Network` has for them."""
        named = {"characters": self.characters.weight}
        for layer, (dense, norm) in enumerate(zip(self.dense, self.norms, strict=True)):
            named |= {f"gain{layer}": norm.weight, f"shift{layer}": norm.bias}
            named |= {f"weight{layer}": dense.weight, f"bias{layer}": dense.bias}
        named |= {"gain": self.last.weight, "shift": self.last.bias}
        return {k: v.detach().numpy().astype(np.float16) for k, v in named.items()}


def hide(x: torch.Tensor, rows: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the characters with some of them hidden, and which are to be guessed."""
    chosen = torch.rand(x.shape) < 0.075
    for odds in (0.7, 0.3):
        chosen = chosen | (torch.roll(chosen, 1, 1) & (torch.rand(x.shape) < odds))
    chosen &= x >= SPECIAL
    how = torch.rand(x.shape)
    seen = torch.where(chosen & (how < 0.85), torch.full_like(x, HIDDEN), x)
    seen = torch.where(chosen & (how > 0.95), torch.randint(SPECIAL, rows, x.shape), seen)
    return seen, chosen


def texts(folders: list[Path], without: set[str]) -> list[str]:
    """Return the sentences of the reports, those of a report together, in an order by chance."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    paths = [path for path in paths if path.stem not in without]
    random.shuffle(paths)
    found = []
    for path in paths:
        text = read(path).text
        found += [text[start:end] for start, end in sentence_spans(text)]
    return found


def main() -> None:
    """Pretrain and write the encoder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", type=Path, nargs="+", help="folders of .txt")
    parser.add_argument("--out", type=Path, required=True, help="the encoder, .npz")
    parser.add_argument("--steps", type=int, default=4900, help="batches")
    parser.add_argument("--width", type=int, default=160, help="of the vectors")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest rate of learning")
    parser.add_argument("--without", type=Path, help="file of document ids")
    given = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    without = set(given.without.read_text(encoding="utf-8").split()) if given.without else set()
    sentences = texts(given.reports, without)
    digits = str.maketrans("123456789", "000000000")
    counts = Counter(c for sentence in sentences for c in sentence.translate(digits))
    names = [""] * SPECIAL + [c for c, n in counts.most_common() if n >= RARE and len(c) == 1]
    table = rows_of_characters(names)
    codes = np.frombuffer("\0".join(sentences).encode("utf-32-le"), dtype=np.uint32)
    rows = np.where(codes == 0, GAP, table[np.minimum(codes, len(table) - 1)])
    data = torch.from_numpy(rows.astype(np.int64))

    encoder = Encoder(len(names), given.width)
    head = nn.Sequential(nn.Linear(given.width, given.width), nn.GELU(), nn.LayerNorm(given.width))
    bias = nn.Parameter(torch.zeros(len(names)))
    weights = [*encoder.parameters(), *head.parameters(), bias]
    optimizer = torch.optim.AdamW(weights, lr=given.rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps = torch.arange(LENGTH)
    total = 0.0
    for step in range(1, given.steps + 1):
        x = data[torch.randint(0, len(data) - LENGTH, (BATCH, 1)) + steps]
        seen, chosen = hide(x, len(names))
        for group in optimizer.param_groups:
            group["lr"] = given.rate * min(1, step / 300) * (1 - step / given.steps) + 1e-5
        guessed = head(encoder(seen)[chosen]) @ encoder.characters.weight.T + bias
        loss = nn.functional.cross_entropy(guessed, x[chosen])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        total += loss.item()
        if step % 200 == 0:
            print(f"step {step}: loss {total / 200:.3f}", flush=True)
            total = 0.0
    np.savez_compressed(given.out, names=np.asarray(names, dtype="<U1"), **encoder.arrays())


if __name__ == "__main__":
    main()
