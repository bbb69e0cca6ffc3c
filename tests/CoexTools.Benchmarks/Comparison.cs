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
        string all = Array.IndexOf(args, "--table") < 0 ? "10,100,450" : "";
        string[] given = Option(args, "--sizes", all).Split(',', StringSplitOptions.RemoveEmptyEntries);
        int[] sizes = [.. given.Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        int runs = int.Parse(Option(args, "--runs", "9"), CultureInfo.InvariantCulture);
        string folder = Option(args, "--folder", Path.Combine(Path.GetTempPath(), "CoexTools.Benchmarks"));
        System.IO.Directory.CreateDirectory(folder);
        Console.WriteLine(
            $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} "
            + $"processors, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}; medians "
            + $"of {runs} runs");

        DirectoryShape[] shapes =
            [.. Option(args, "--shapes", "Certificates,SmallItems").Split(',').Select(Enum.Parse<DirectoryShape>)];
        foreach ((int size, DirectoryShape shape) in sizes.SelectMany(size => shapes.Select(shape => (size, shape))))
        {
            string file = Path.Combine(folder, $"{shape}-{size}.dxl");
            if (!File.Exists(file))
                DirectoryGenerator.Write(file, shape, size * Megabyte, foreignDomains: 60);
            Read(file, runs, withModels: size <= 100);
            Change(file, folder, runs);
        }
        (string, Action<string, int>)[] tables =
            [("nsf", Nsf), ("routes", Routes), ("losses", Losses), ("start", Start), ("import", Import)];
        foreach ((string name, Action<string, int> table) in tables)
        {
            if (Option(args, "--table", name) == name)
                table(folder, runs);
        }
        return 0;
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
        if (!File.Exists(file))
            DatabaseGenerator.Write(file, Notes);
        Table($"Reading {new FileInfo(file).Length / Megabyte} MB ({Path.GetFileName(file)}, {Notes} notes)", file,
            runs, baseline: "read",
        [
            ("sequential read", ["read"]), ("core", ["core"]), ("empty runspace", ["'engine'"]),
            ("Get-ForeignDomainDocument", ["Get-ForeignDomainDocument $file"]),
            ("Test-FreeBusyPath", ["Test-FreeBusyPath $file -WarningAction SilentlyContinue"]),
        ]);
    }

    // The copy and the command alternate, so that other load on the machine affects both.
    private static void Change(string file, string folder, int runs)
    {
        string copy = Path.Combine(folder, "copy.dxl");
        string changed = Path.Combine(folder, "changed.dxl");
        const string Command = "Remove-DocumentAccessField $file";
        const string CopyRow = "copy and flush", ReadRow = "Get-ForeignDomainDocument", EngineRow = Command,
            ShellRow = "the same in a new pwsh";
        var times = new Dictionary<string, List<double>> { [CopyRow] = [], [ReadRow] = [], [EngineRow] = [] };
        for (int run = 0; run < runs; run++)
        {
            times[CopyRow].Add(Measure("copy", file, copy).Cold);
            Prepare();
            times[EngineRow].Add(Measure(Command, changed).Cold);
            times[ReadRow].Add(Measure("Get-ForeignDomainDocument $file", file).Cold);
            if (PowerShell is null)
                continue;
            Prepare();
            double empty = MeasureShell("1");
            Add(
                ShellRow,
                MeasureShell($"{ImportModule}; $null "
                    + $"= {Command.Replace("$file", $"'{changed}'", StringComparison.Ordinal)}") - empty);
        }
        Console
            .WriteLine($"\nChanging 60 documents in {new FileInfo(file).Length / Megabyte} MB "
                + $"({Path.GetFileName(file)})");
        Print(times, CopyRow);
        foreach (string left in new[] { copy, changed, changed + ".journal" })
            File.Delete(left);

        void Add(string row, double time) =>
            (times.TryGetValue(row, out List<double>? list) ? list : times[row] = []).Add(time);

        void Prepare()
        {
            File.Delete(changed + ".journal");
            Measure("copy", file, changed); // Flushed to disk, so that the next measurement does not include the flush.
            Measure("read", changed);
        }
    }

    // The start of a scheduled run. Each operation has a new pwsh process; the time of an empty process is subtracted.
    private static void Start(string folder, int runs)
    {
        if (PowerShell is null)
        {
            Console.WriteLine("\nCold start: skipped because pwsh is not on the path.");
            return;
        }
        string file = Path.Combine(folder, "small.dxl");
        DirectoryGenerator.Write(file, DirectoryShape.SmallItems, size: 0, foreignDomains: 4, servers: 4, groups: 1);
        const string XPath = "\"//*[local-name()='document'][@form='Domain']\"";
        (string Name, string Script)[] rows =
        [
            ("pwsh", "1"), ("Import-Module", ImportModule),
            ("Get-ForeignDomainDocument", $"{ImportModule}; $null = Get-ForeignDomainDocument '{file}'"),
            ("Test-FreeBusyPath", $"{ImportModule}; $null = Test-FreeBusyPath '{file}' -WarningAction Ignore"),
            ("[xml] and SelectNodes", $"$null = ([xml](Get-Content -Raw '{file}')).SelectNodes({XPath})"),
        ];
        var times = rows.ToDictionary(row => row.Name, _ => new List<double>());
        MeasureShell(ImportModule); // Warms up the file cache.
        for (int run = 0; run < Math.Max(runs, 9); run++)
        {
            double empty = MeasureShell(rows[0].Script);
            times[rows[0].Name].Add(empty);
            foreach ((string name, string script) in rows.Skip(1))
                times[name].Add(MeasureShell(script) - empty);
        }
        Console.WriteLine($"\nCold start with a file of {new FileInfo(file).Length:N0} bytes, over an empty pwsh");
        Print(times, rows[^1].Name);
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

    private static void Print(Dictionary<string, List<double>> times, string baseline)
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

    private static Figures Measure(string what, string file, params string[] rest)
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

    // Runs a script in a new pwsh process, and measures it from the start of the process to its end.
    private static double MeasureShell(string script)
    {
        var start = new ProcessStartInfo(
            PowerShell!)
        { RedirectStandardOutput = true, Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1" } };
        foreach (string argument in (string[])["-NoProfile", "-NoLogo", "-NonInteractive", "-Command", script])
            start.ArgumentList.Add(argument);
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The script '{script}' failed.");
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string ImportModule => $"Import-Module '{Path.Combine(Measurement.ModuleOutput, "CoexTools.psd1")}'";

    private static string? PowerShell { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
        Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Option(string[] args, string name, string otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;

    /// <summary>What a measurement printed.</summary>
    /// <param name="Cold">The milliseconds of the first time.</param>
    /// <param name="Warm">The milliseconds of a later time; null for operations that are not repeated.</param>
    /// <param name="Peak">The peak memory of the first time, in bytes.</param>
    private sealed record Figures(double Cold, double? Warm, long Peak);
}
