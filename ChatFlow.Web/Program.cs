return await ChatFlow.Web.Commands.CommandLine.RunAsync(args, Console.Out, Console.Error);
