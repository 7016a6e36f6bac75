return await PhiVisionML.Cli.RootCommands.Create().Parse(args).InvokeAsync();
