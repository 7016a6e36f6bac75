using System.CommandLine;
using PhiVisionML.Cli.Commands;

namespace PhiVisionML.Cli;

/// <summary>The program's commands.</summary>
internal static class RootCommands
{
    public static RootCommand Create() => new("""
        Phi-3-Vision for product catalogs, in .NET: pictures in, titles, categories and prices out.

        Try it first:   phivision demo --out demo
        On your data:   phivision doctor --data catalog.csv --images pictures --out doctor.html
                        phivision train --data catalog.csv --images pictures --out catalog.zip
                        phivision score --model catalog.zip --data new.csv --images pictures --out filled.csv
        A whole shop:   phivision enrich run shop.csv --images pictures --model catalog.zip --out filled.csv
        Ask:            phivision chat picture.jpg
        For programs:   phivision serve --adapter catalog.zip
        """)
    {
        DemoCommand.Create(),
        DoctorCommand.Create(),
        TrainCommand.Create(),
        ScoreCommand.Create(),
        EvaluateCommand.Create(),
        EnrichCommand.Create(),
        WorkerCommand.Create(),
        ChatCommand.Create(),
        SampleCommand.Create(),
        TinyTrainCommand.Create(),
        ModelsCommand.Create(),
        McpCommand.Create(),
        ServeCommand.Create(),
    };
}
