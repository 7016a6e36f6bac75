using System.CommandLine;
using PhiVisionML.Cli.Commands;

var root = new RootCommand("""
    Phi-3-Vision for product catalogs, in .NET: pictures in, titles, categories and prices out.

    Try it first:   phivision demo --out demo
    On your data:   phivision train --data catalog.csv --images pictures --template "Product: {title}, Category: {category3_code:choice}, Full Price: {full_price:price}" --out catalog.zip
    """)
{
    DemoCommand.Create(),
    TrainCommand.Create(),
    ScoreCommand.Create(),
    EvaluateCommand.Create(),
    TinyTrainCommand.Create(),
    ModelsInspectCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
