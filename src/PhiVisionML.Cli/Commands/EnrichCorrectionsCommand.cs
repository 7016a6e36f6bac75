using System.CommandLine;
using PhiVisionML.Cli.Enriching;
using PhiVisionML.Cli.Output;
using PhiVisionML.Enrichment.Corrections;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich corrections</c>: what reviewers decided, as a training table.</summary>
internal sealed class EnrichCorrectionsCommand
{
    private readonly StoreOption _store = new();
    private readonly Option<string> _name = new("--name") { Description = "The catalog's name in the database; 'phivision enrich status' lists them.", Required = true };
    private readonly Option<DirectoryInfo?> _images = new("--images") { Description = "Folder that pictures are written relative to: that of the training table. Default: the catalog's own." };
    private readonly Option<FileInfo> _output = new("--out") { Description = "CSV to write.", Required = true };

    public static Command Create() => new EnrichCorrectionsCommand().Build();

    private Command Build()
    {
        var command = new Command("corrections", """
            Write the products that reviewers decided about as a table that the next adapter learns from.

            phivision enrich corrections --store shop.db --name catalog --out corrections.csv
            phivision train --data catalog.csv --images pictures --corrections corrections.csv --previous catalog.zip --out next.zip
            phivision enrich promote --model next.zip --store shop.db
            """) { _store.Option, _name, _images, _output };
        command.SetWork(CommandRunner.JsonOption(), Run, Print);
        return command;
    }

    private CorrectionsResult Run(ParseResult parsed, Reporter reporter, CancellationToken cancellation)
    {
        using var database = _store.OpenExisting(parsed, cancellation);
        return new CorrectionsExport(database.Jobs, database.Ledger)
            .WriteAsync(parsed.GetRequiredValue(_name), parsed.GetValue(_images)?.FullName, parsed.GetRequiredValue(_output).FullName, cancellation).GetAwaiter().GetResult();
    }

    private static void Print(CorrectionsResult result, Reporter reporter)
    {
        reporter.Line($"Wrote {result.File}: {RunSummary.Number(result.Rows)} products, {RunSummary.Number(result.Changed)} values changed by reviewers. Pictures are relative to {result.PictureFolder}.");
        if (result.Incomplete > 0)
            reporter.Line($"{RunSummary.Number(result.Incomplete)} reviewed products lack a value in some field and are left out.");
        if (result.WithoutPicture > 0)
            reporter.Line($"{RunSummary.Number(result.WithoutPicture)} have no picture below that folder and are left out.");
    }
}
