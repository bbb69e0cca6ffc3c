using System.Globalization;
using BenchmarkDotNet.Running;
using CoexTools.Benchmarks;

// dotnet run --project tests/CoexTools.Benchmarks
//     the cmdlets, compared on generated files
// dotnet run --project tests/CoexTools.Benchmarks -- core
//     the core, with BenchmarkDotNet
// dotnet run --project tests/CoexTools.Benchmarks -- availability
//     the outage search, compared with enumeration
// dotnet run --project tests/CoexTools.Benchmarks -- commands --sizes 10,100,450,2000 --runs 9 --shapes SmallItems
//     only some sizes and shapes
// dotnet run --project tests/CoexTools.Benchmarks -- commands --table routes
//     only one table: read, change, audit, nsf, console, routes, scale, fleet, losses, start or import
// dotnet run --project tests/CoexTools.Benchmarks -- commands --table start --time processor
//     the time of the processors instead of the elapsed time, on a machine that does other work too
// dotnet run --project tests/CoexTools.Benchmarks -- generate SmallItems 450 names.dxl
//     a file of 450 MB
// dotnet run --project tests/CoexTools.Benchmarks -- generate-nsf 250000 names.nsf
//     a database of so many notes
return args switch
{
    ["measure", var what, var file, .. var rest] => Measurement.Run(what, file, rest),
    ["core", .. var rest] => Core(rest),
    ["availability"] => AvailabilityGrowth.Run(),
    ["generate", var shape, var size, var file] => Generate(shape, size, file),
    ["generate-nsf", var notes, var file] => GenerateNsf(notes, file),
    [] or ["commands", ..] => Comparison.Run(args.Length == 0 ? [] : args[1..]),
    _ => Usage(),
};

static int Core(string[] rest)
{
    BenchmarkSwitcher.FromAssembly(typeof(CoreBenchmarks).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest);
    return 0;
}

static int Generate(string shape, string size, string file)
{
    DirectoryGenerator.Write(
        file, Enum.Parse<DirectoryShape>(shape), long.Parse(
            size, CultureInfo.InvariantCulture) * 1_000_000, foreignDomains: 60);
    return 0;
}

static int GenerateNsf(string notes, string file)
{
    DatabaseGenerator.Write(file, int.Parse(notes, CultureInfo.InvariantCulture));
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        "Usage: [commands [--sizes MB,MB…] [--shapes NAME,NAME] [--runs N] [--folder PATH] [--table NAME] "
        + "[--time elapsed|processor]] | core "
        + "[BenchmarkDotNet arguments] | availability | generate Certificates|SmallItems MB PATH | "
        + "generate-nsf NOTES PATH");
    return 64;
}
