using System.CommandLine;
using PhiVisionML.Cli;
using PhiVisionML.Cli.Output;

var command = RootCommands.Create().Parse(args);
return await command.InvokeAsync(command.CommandResult.Command is ServiceCommand ? ServiceCommand.Invocation : new InvocationConfiguration());
