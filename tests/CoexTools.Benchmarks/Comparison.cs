using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CoexTools.Benchmarks;

/// <summary>Runs operations alternately, each in a separate process, and prints the medians and their ratios.</summary>
internal static class Comparison
{
    private const long Megabyte = 1_000_000;

    public static int Run(string[] args)
    {
        string[] given = Option(args, "--sizes", "10,100,450").Split(',', StringSplitOptions.RemoveEmptyEntries);
        int[] sizes = [.. given.Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        int runs = int.Parse(Option(args, "--runs", "9"), CultureInfo.InvariantCulture);
        string folder = Option(args, "--folder", Path.Combine(Path.GetTempPath(), "CoexTools.Benchmarks"));
        System.IO.Directory.CreateDirectory(folder);
        Environment.SetEnvironmentVariable(Measurement.Time, Option(args, "--time", "elapsed"));
        Console.WriteLine(
            $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} "
            + $"processors, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}; medians "
            + $"of {runs} runs{(Measurement.IsProcessorTime ? ", processor time" : "")}");

        DirectoryShape[] shapes =
            [.. Option(args, "--shapes", "Certificates,SmallItems").Split(',').Select(Enum.Parse<DirectoryShape>)];
        (string, Action<string, int>)[] tables =
        [
            ("read", ForEach((file, size) => Read(file, runs, withModels: size <= 100))),
            ("change", ForEach((file, _) => Change(file, folder, runs))), ("audit", Audit),
            ("nsf", Nsf), ("console", Consoles), ("routes", Routes), ("scale", Scale.Run), ("fleet", Fleet.Run),
            ("losses", Losses), ("start", Start.Run), ("import", Import),
        ];
        foreach ((string name, Action<string, int> table) in tables)
        {
            if (Option(args, "--table", name) == name)
                table(folder, runs);
        }
        return 0;

        // Measures a file of each size and shape.
        Action<string, int> ForEach(Action<string, int> measure) => (_, _) =>
        {
            foreach ((int size, DirectoryShape shape) in sizes.SelectMany(
                size => shapes.Select(shape => (size, shape))))
            {
                string file = Path.Combine(folder, $"{shape}-{size}.dxl");
                Generate(file, path => DirectoryGenerator.Write(path, shape, size * Megabyte, foreignDomains: 60));
                measure(file, size);
            }
        };
    }

    // The file is a copy of what the generator writes. The system keeps a file that was written in small parts in small
    // parts of its cache, and reads them at less than half the speed.
    private static void Generate(string file, Action<string> write)
    {
        if (File.Exists(file))
            return;
        write(file + ".new");
        File.Copy(file + ".new", file);
        File.Delete(file + ".new");
    }

    private static void Read(string file, int runs, bool withModels)
    {
        string[] models = withModels ? ["xmldocument", "xdocument"] : [];
        Table($"Reading {new FileInfo(file).Length / Megabyte} MB ({Path.GetFileName(file)})", file, runs,
            baseline: "xmlreader",
        [
            ("sequential read", ["read"]), ("XmlReader pass", ["xmlreader"]),
            .. models.Select(model => (model, new[] { model })),
            ("core", ["core"]), ("empty runspace", ["'engine'"]),
            ("Get-ForeignDomainDocument", ["Get-ForeignDomainDocument $file"]),
            ("Get-ForeignDomainDocument -Strict", ["Get-ForeignDomainDocument $file -Strict"]),
            ("Test-FreeBusyPath", ["Test-FreeBusyPath $file -WarningAction SilentlyContinue"]),
        ]);
    }

    private static void Nsf(string folder, int runs)
    {
        const int Notes = 250_000;
        string file = Path.Combine(folder, $"names-{Notes}.nsf");
        Generate(file, path => DatabaseGenerator.Write(path, Notes));
        Table($"Reading {new FileInfo(file).Length / Megabyte} MB ({Path.GetFileName(file)}, {Notes} notes)", file,
            runs, baseline: "read",
        [
            ("sequential read", ["read"]), ("core", ["core"]), ("empty runspace", ["'engine'"]),
            ("Get-ForeignDomainDocument", ["Get-ForeignDomainDocument $file"]),
            ("Test-FreeBusyPath", ["Test-FreeBusyPath $file -WarningAction SilentlyContinue"]),
        ]);
    }

    private static void Consoles(string folder, int runs)
    {
        const int Size = 2_000;
        foreach ((string name, bool isLong, int distance) in new[]
        {
            ("short-few", false, 1_000_000), ("short-many", false, 1_000), ("long-few", true, 100_000),
            ("long-many", true, 100),
        })
        {
            string file = Path.Combine(folder, $"console-{name}-{Size}.log");
            if (!File.Exists(file))
                ConsoleGenerator.Write(file, Size * Megabyte, isLong, distance);
            Table($"Reading a console log of {Size} MB ({Path.GetFileName(file)})", file, runs, baseline: "read",
                [("sequential read", ["read"]), ("console log", ["console"])]);
        }
    }

    // The copy and the command alternate, so that other load on the machine affects both.
    private static void Change(string file, string folder, int runs)
    {
        string copy = Path.Combine(folder, "copy.dxl");
        string changed = Path.Combine(folder, "changed.dxl");
        const string Command = "Remove-DocumentAccessField $file -Force -WarningAction Ignore"; // Answers are lost.
        const string CopyRow = "copy and flush", WarmCopyRow = "copy and flush, warm",
            ReadRow = "Get-ForeignDomainDocument", WarmRow = "the change, warm", ShellRow = "the change in a new pwsh";
        var times = new Dictionary<string, List<double>>();
        for (int run = 0; run < runs; run++)
        {
            Add(CopyRow, WarmCopyRow, Measure("copy", file, copy));
            Prepare();
            Add("the change", WarmRow, Measure(Command, changed, file));
            Add(ReadRow, ReadRow + ", warm", Measure("Get-ForeignDomainDocument $file", file));
            if (PowerShell is null)
                continue;
            Prepare();
            double empty = MeasureShell("1");
            string command = Command.Replace("$file", $"'{changed}'", StringComparison.Ordinal);
            Insert(ShellRow, MeasureShell($"{ImportModule}; $null = {command}") - empty);
        }
        Console
            .WriteLine($"\nChanging 60 documents in {new FileInfo(file).Length / Megabyte} MB "
                + $"({Path.GetFileName(file)})");
        Print(times, CopyRow);
        foreach (string left in new[] { copy, changed, changed + ".journal" })
            File.Delete(left);

        void Add(string cold, string warm, Figures figures)
        {
            Insert(cold, figures.Cold);
            Insert(warm, figures.Warm!.Value);
        }

        void Insert(string row, double time) =>
            (times.TryGetValue(row, out List<double>? list) ? list : times[row] = []).Add(time);

        void Prepare() => Measurement.Prepare(file, changed);
    }

    // The commands that try changes in the model, after the read of a directory with one document in each domain.
    private static void Audit(string folder, int runs)
    {
        const int Size = 450;
        string file = Path.Combine(folder, $"audit-{Size}.dxl");
        Generate(file, path => DirectoryGenerator.Write(
            path, DirectoryShape.SmallItems, Size * Megabyte, foreignDomains: 60, documentsOfDomain: 1));
        string page = Path.Combine(folder, "report.html");
        const string Read = "Get-ForeignDomainDocument $file";
        const string WhatIf = "$found | Remove-DocumentAccessField -WhatIf -Force -WarningAction Ignore";
        Table($"Audit of {Size} MB: 200 servers, 60 Foreign Domain documents in 60 domains", file, runs, baseline: Read,
        [
            ("Get-ForeignDomainDocument", [Read]),
            (
                "-WhatIf of a removal, after the read",
                [$"$found = {Read} {Measurement.Then} {WhatIf}"]),
            ("Test-CoexistenceConfiguration", ["Test-CoexistenceConfiguration $file -WarningAction Ignore"]),
            ("Export-CoexistenceReport", [$"Export-CoexistenceReport $file '{page}' -Force -WarningAction Ignore"]),
        ]);
        Console.WriteLine($"  The report has {new FileInfo(page).Length / 1e6:F1} MB.");
        File.Delete(page);
    }

    private static void Routes(string folder, int runs)
    {
        string file = Path.Combine(folder, "large.dxl");
        DirectoryGenerator.WriteLarge(file, servers: 5000, groups: 3000, foreignDomains: 200);
        const string Read = "$directory = Import-DominoDirectory $file; $null = $directory.Server.Count, "
            + "$directory.Group.Count";
        const string AfterReading = $"{Read} {Measurement.Then} ";
        Table(
            "Paths from all servers: 5,000 servers, 3,000 nested groups, 200 Foreign Domain documents in 20 domains",
            file, runs, baseline: Read,
        [
            ("read documents, servers and groups", [Read]),
            (
                "Test-FreeBusyPath, one domain",
                [$"{AfterReading}Test-FreeBusyPath -Directory $directory -Domain BTEx0 -WarningAction Ignore"]),
            (
                "Test-MailRoute, one domain",
                [$"{AfterReading}Test-MailRoute -Directory $directory -Domain BTEx0 -WarningAction Ignore"]),
            (
                "Test-FreeBusyPath, 20 domains",
                [$"{AfterReading}Test-FreeBusyPath -Directory $directory -WarningAction Ignore"]),
            (
                "Test-MailRoute, 20 domains",
                [$"{AfterReading}Test-MailRoute -Directory $directory -WarningAction Ignore"]),
            ("Test-FreeBusyPath, including the read", ["Test-FreeBusyPath $file -WarningAction Ignore"]),
            ("Test-MailRoute, including the read", ["Test-MailRoute $file -WarningAction Ignore"]),
        ]);
    }

    private static void Losses(string folder, int runs)
    {
        string file = Path.Combine(folder, "losses.dxl");
        DirectoryGenerator.WriteLarge(file, servers: 8000, groups: 3000, foreignDomains: 80, documentsOfDomain: 4);
        const string Title = "Answers that a change loses: 8,000 servers, 3,000 nested groups, 80 Foreign Domain "
            + "documents in 20 domains";
        Table(Title, file, runs, baseline: "core", [("core", ["core"]), ("comparison without the read", ["losses"])]);
    }

    private static void Import(string folder, int runs)
    {
        string bare = BareModule.Build(folder);
        Table("Importing", bare, Math.Max(runs, 25), baseline: $"import:{bare}",
            [("empty binary module", [$"import:{bare}"]), ("CoexTools", ["import:"])]);
    }

    // Cold is the first time in a process, as in a scheduled run. Warm is a later time in the same process.
    private static void Table(
        string title, string file, int runs, string baseline, (string Name, string[] Arguments)[] rows)
    {
        var measured = rows.ToDictionary(row => row.Name, _ => new List<Figures>());
        foreach ((_, string[] arguments) in rows)
            Measure(arguments[0], file); // Warms up the file cache.
        for (int run = 0; run < runs; run++)
        {
            foreach ((string name, string[] arguments) in rows)
                measured[name].Add(Measure(arguments[0], file));
        }
        List<Figures> reference = measured[rows.Single(row => row.Arguments[0] == baseline).Name];
        double cold = Median(reference.Select(figure => figure.Cold));
        double warm = Median(reference.Select(figure => figure.Warm ?? double.NaN));
        Console
            .WriteLine($"\n{title}\n  {"",-36} {"cold ms",9} {"from to",15} {"speed",7} {"warm ms",9} {"from to",15} "
                + $"{"speed",7} {"peak MB",8}");
        foreach ((string name, _) in rows)
        {
            string first = Times(measured[name].Select(figure => figure.Cold), cold);
            string next = Times(measured[name].Select(figure => figure.Warm ?? double.NaN), warm);
            double peak = Median(measured[name].Select(figure => (double)figure.Peak));
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {name,-36} {first} {next} {peak / Megabyte,8:F0}"));
        }
    }

    /// <summary>Prints times in milliseconds, and their ratios to a row.</summary>
    public static void Print(Dictionary<string, List<double>> times, string baseline)
    {
        double reference = Median(times[baseline]);
        Console.WriteLine($"  {"",-36} {"ms",9} {"from to",15} {"ratio",7}");
        foreach ((string name, List<double> values) in times)
        {
            string ratio = string.Create(CultureInfo.InvariantCulture, $"{Median(values) / reference,7:F2}");
            Console.WriteLine($"  {name,-36} {Spread(values)} {ratio}");
        }
    }

    private static string Times(IEnumerable<double> values, double reference) =>
        double.IsNaN(reference) ? new string(' ', 33)
        : string.Create(CultureInfo.InvariantCulture, $"{Spread([.. values])} {reference / Median(values),6:F1}x");

    // The median, and the lowest and the highest value.
    private static string Spread(IReadOnlyList<double> values) =>
        values.Any(double.IsNaN) ? new string(' ', 25)
        : string.Create(
            CultureInfo.InvariantCulture, $"{Median(values),9:F1} {$"{values.Min():F0} to {values.Max():F0}",15}");

    /// <summary>Measures an operation in a process of its own.</summary>
    public static Figures Measure(string what, string file, params string[] rest)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(Comparison).Assembly.Location);
        foreach (string argument in (string[])["measure", what, file, .. rest])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The measurement '{what}' on '{file}' failed.");
        string[] figures = output.Trim().Split(' ');
        return new Figures(
            double.Parse(figures[0], CultureInfo.InvariantCulture),
            figures[1] == Measurement.None ? null : double.Parse(figures[1], CultureInfo.InvariantCulture),
            long.Parse(figures[2], CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Runs a script in a new pwsh process. Returns the milliseconds from the start of the process to its end, or
    /// those of its processors until the end of the script.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="through">The command line of a program that starts the process; nothing for none.</param>
    public static double MeasureShell(string script, params string[] through)
    {
        const string Processor =
            "\"$([Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime.TotalMilliseconds)\"";
        string[] line =
        [
            .. through, PowerShell!, "-NoProfile", "-NoLogo", "-NonInteractive", "-Command", $"{script}; {Processor}",
        ];
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardOutput = true,
            Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
        };
        foreach (string argument in line[1..])
            start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The script '{script}' failed.");
        double elapsed = watch.Elapsed.TotalMilliseconds;
        return Measurement.IsProcessorTime
            ? double.Parse(output.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture) : elapsed;
    }

    /// <summary>Gets the statement that imports the built module.</summary>
    public static string ImportModule => $"Import-Module '{Path.Combine(Measurement.ModuleOutput, "CoexTools.psd1")}'";

    /// <summary>Gets the path of pwsh; null if it is not on the path.</summary>
    public static string? PowerShell { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
        Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <summary>Returns the median of values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Option(string[] args, string name, string otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
}
