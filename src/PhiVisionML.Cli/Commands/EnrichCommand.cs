using System.CommandLine;

namespace PhiVisionML.Cli.Commands;

/// <summary><c>phivision enrich</c>: fills in catalogs, durably.</summary>
internal static class EnrichCommand
{
    public static Command Create() => new("enrich", """
        Fill in a catalog so that it can be stopped, reviewed and taken back.

        Without a service:  phivision enrich run catalog.csv --model catalog.zip --out enriched.csv
        With a service:     phivision enrich add catalog.csv --model catalog.zip --store shop.db
                            phivision worker --model catalog.zip --store shop.db --review
                            phivision enrich export catalog.csv --store shop.db --out enriched.csv
        """)
    {
        EnrichRunCommand.Create(),
        EnrichAddCommand.Create(),
        EnrichStatusCommand.Create(),
        EnrichExportCommand.Create(),
        EnrichRevertCommand.Create(),
        EnrichRequeueCommand.Create(),
        EnrichCalibrateCommand.Create(),
        EnrichCorrectionsCommand.Create(),
        EnrichPromoteCommand.Create(),
        EnrichRollbackCommand.Create(),
    };
}
