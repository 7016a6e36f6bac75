#!/usr/bin/env bash
# Checks the network on a GPU machine that has nothing of this project: no .NET, no packages, only a CUDA libtorch.
#
# 1. Here, where the .NET SDK is:
#      build/gpu-check.sh [FOLDER]
#    publishes one self-contained folder (default artifacts/gpu-check/carry, at most 45 MB): the benchmarks as a compressed
#    single file, TorchSharp's native part, Skia, and the reference numbers. It holds no libtorch and no ML.NET.
# 2. Copy the folder to the machine with the GPU (Linux, x64, NVIDIA driver).
# 3. There:
#      PHIVISION_LIBTORCH=/path/to/torch/lib FOLDER/PhiVisionML.Benchmarks gpu-check > gpu-check.jsonl
#    PHIVISION_LIBTORCH is a folder that holds libtorch_cuda.so; of a PyTorch installation:
#      python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))'
#    TorchSharp 0.107 was built against libtorch 2.10. With another version, read the first line: symbols that are missing
#    end the process when they are called. (It needs nm, from binutils; without nm the line is left out.)
#
# What it does, in this order: compares native symbols; compares logits and greedy tokens with the reference's in float32
# (tolerance 2e-4, TF32 off) and bfloat16 (tolerance from the reference's own bfloat16 run); then, with random weights
# of the published shape made on the device: vision tower, prefill of 512 and 2600 tokens, decoding behind 1024 tokens, one LoRA
# step, GPU memory. JSON lines on standard output, sentences on standard error, exit code 1 when anything failed.
#
# Without a GPU, against any CPU libtorch (about the slowest thing to do with it, so one layer):
#      PHIVISION_LIBTORCH=/path/to/libtorch/lib FOLDER/PhiVisionML.Benchmarks gpu-check --device cpu --layers 1 --rounds 2
#
# Further options: FOLDER/PhiVisionML.Benchmarks --help
set -euo pipefail

cd "$(dirname "$0")/.."
folder=${1:-artifacts/gpu-check/carry}
limit_mb=45

rm -rf "$folder"
dotnet publish tests/PhiVisionML.Benchmarks -c Release \
    -p:GpuCheck=true -p:TorchBackend=none --artifacts-path artifacts/gpu-check -o "$folder"
rm -f "$folder"/*.xml

bytes=$(find "$folder" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
echo "$folder: $bytes bytes"
if ((bytes > limit_mb * 1000000)); then
    echo "That is more than $limit_mb MB; see what came along that is not needed there." >&2
    exit 1
fi
