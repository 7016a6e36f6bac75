using PhiVisionML.Benchmarks.Measuring;

namespace PhiVisionML.Benchmarks.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public static string Text(IEnumerable<IBenchmark> benchmarks) => $"""
        Measures PhiVisionML: JSON lines on standard output, the same for people on standard error.

          benchmarks                        run all of the list below
          benchmarks --filter decode        run those whose name contains a text (several: --filter prefill,decode)
          benchmarks list                   their names
          benchmarks full-size COMMAND      the network at its published size, from a checkpoint folder (8.3 GB)
          benchmarks gpu-check              reference numbers and speed on a GPU; see build/gpu-check.sh

        Benchmarks:
        {string.Join(Environment.NewLine, benchmarks.Select(b => $"  {b.Name,-20}{b.What}"))}

        Each line holds the benchmark's seconds (least and median over the rounds), those of its floor (the same
        arithmetic as bare libtorch or Skia calls), and the ratio: the median, over rounds, of benchmark / floor.
        Benchmark and floor take turns, A B A B, so that a busy machine slows both. The memory benchmarks end
        with flat: true or false; one that is not flat makes the exit code 1.

        Options of a run:
          --filter TEXT[,TEXT]    only benchmarks whose names contain one of the texts
          --layers N              decoder layers of the published shape (default 1; the published network has 32)
          --dtype NAME[,NAME]     fp32, bf16 (default both)
          --device NAME           cpu (default), cuda or cuda:N
          --threads N             threads of libtorch (default: what libtorch takes)
          --rounds N              timed rounds (default 5)
          --quick                 2 rounds and shorter soaks: shows that everything runs, not how fast
          --model FOLDER          checkpoint-load: use this model folder instead of writing one of --layers layers;
                                  constraint: use the tokenizer of this folder

        Full size:
          full-size write --out FOLDER [--tokenizer FILE] [--layers 32]
              writes config.json, preprocessor_config.json, tokenizer.json and random weights of the published shape (bf16)
          full-size describe --model FOLDER [--picture FILE] [--tokens 8]
              maps the checkpoint in bf16, describes one picture at num_crops 1; bar: 10 GB
          full-size lora-step --model FOLDER [--picture FILE]
              one LoRA step (rank 16, the decoder's linear layers) on a picture, a prompt and an answer; bar: 16 GB

        GPU check (PHIVISION_LIBTORCH names the folder of a CUDA libtorch):
          gpu-check [--device cuda:0] [--layers 32] [--rounds 5] [--goldens-only]

        Examples:
          benchmarks --filter prefill,decode --layers 2 --dtype bf16 > speed.jsonl
          benchmarks full-size write --out /tmp/phi && benchmarks full-size describe --model /tmp/phi
        """;
}
