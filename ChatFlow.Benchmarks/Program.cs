Console.WriteLine("chatflow benchmarks");
