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
        int runs = int.Parse(Option(args, "--runs", "5"), CultureInfo.InvariantCulture);
        string folder = Option(args, "--folder", Path.Combine(Path.GetTempPath(), "CoexTools.Benchmarks"));
        System.IO.Directory.CreateDirectory(folder);
        Console.WriteLine(
            $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, "
            + $"{DateTime.UtcNow:yyyy-MM-dd}; medians of {runs} runs");

        foreach (int size in sizes)
        {
            string file = Path.Combine(folder, $"directory-{size}.dxl");
            if (!File.Exists(file))
                DirectoryGenerator.Write(file, DirectoryShape.Certificates, size * Megabyte, foreignDomains: 60);
            Read(file, runs, withModels: size <= 100);
            Change(file, folder, runs);
        }
        (string, Action<string, int>)[] tables = [("routes", Routes), ("losses", Losses), ("import", Import)];
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
        Table($"Reading {new FileInfo(file).Length / Megabyte} MB", file, runs, baseline: "xmlreader",
        [
            ("sequential read", ["read"]), ("XmlReader pass", ["xmlreader"]), .. models.Select(model => (model, new[] { model })),
            ("core", ["core"]), ("empty runspace", ["'engine'"]),
            ("Get-ForeignDomainDocument", ["Get-ForeignDomainDocument $file"]),
            ("Get-ForeignDomainDocument -Strict", ["Get-ForeignDomainDocument $file -Strict"]),
            ("Test-FreeBusyPath", ["Test-FreeBusyPath $file -WarningAction SilentlyContinue"]),
        ]);
    }

    private static void Change(string file, string folder, int runs)
    {
        string copy = Path.Combine(folder, "copy.dxl");
        string changed = Path.Combine(folder, "changed.dxl");
        var times = new List<(double Copy, double Remove, double Read)>();
        for (int run = 0; run < runs; run++)
        {
            double copyTime = Measure("copy", file, copy).Milliseconds;
            Measure("copy", file, changed); // Flushed to disk, so that the next measurement does not include the flush.
            double remove = Measure("Remove-DocumentAccessField $file -NoJournal", changed).Milliseconds;
            times.Add((copyTime, remove, Measure("Get-ForeignDomainDocument $file", file).Milliseconds));
        }
        double copied = Median(times.Select(time => time.Copy));
        double removed = Median(times.Select(time => time.Remove));
        double read = Median(times.Select(time => time.Read));
        double removedOnly = removed - read;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            Changing {new FileInfo(file).Length / Megabyte} MB
              copy and flush {copied,8:F0} ms
              reading        {read,8:F0} ms
              Remove-DocumentAccessField on 60 documents {removed:F0} ms
              (relative to the copy: {removed / copied:F2}; without reading: {removedOnly / copied:F2})
            """));
        File.Delete(copy);
        File.Delete(changed);
    }

    private static void Routes(string folder, int runs)
    {
        string file = Path.Combine(folder, "large.dxl");
        DirectoryGenerator.WriteLarge(file, servers: 5000, groups: 3000, foreignDomains: 200);
        const string Read = "$directory = Import-DominoDirectory $file; $null = $directory.Server.Count, $directory.Group.Count";
        const string AfterReading = $"{Read} {Measurement.Then} ";
        Table("Paths from all servers: 5,000 servers, 3,000 nested groups, 200 Foreign Domain documents in 20 domains", file, runs, baseline: Read,
        [
            ("read documents, servers and groups", [Read]),
            ("Test-FreeBusyPath, one domain", [$"{AfterReading}Test-FreeBusyPath -Directory $directory -Domain BTEx0 -WarningAction Ignore"]),
            ("Test-MailRoute, one domain", [$"{AfterReading}Test-MailRoute -Directory $directory -Domain BTEx0 -WarningAction Ignore"]),
            ("Test-FreeBusyPath, 20 domains", [$"{AfterReading}Test-FreeBusyPath -Directory $directory -WarningAction Ignore"]),
            ("Test-MailRoute, 20 domains", [$"{AfterReading}Test-MailRoute -Directory $directory -WarningAction Ignore"]),
            ("Test-FreeBusyPath, including the read", ["Test-FreeBusyPath $file -WarningAction Ignore"]),
            ("Test-MailRoute, including the read", ["Test-MailRoute $file -WarningAction Ignore"]),
        ]);
    }

    private static void Losses(string folder, int runs)
    {
        string file = Path.Combine(folder, "losses.dxl");
        DirectoryGenerator.WriteLarge(file, servers: 8000, groups: 3000, foreignDomains: 80, documentsOfDomain: 4);
        const string Title = "Answers that a change loses: 8,000 servers, 3,000 nested groups, 80 Foreign Domain documents in 20 domains";
        Table(Title, file, runs, baseline: "core", [("core", ["core"]), ("comparison without the read", ["losses"])]);
    }

    private static void Import(string folder, int runs)
    {
        string bare = BareModule.Build(folder);
        Table("Importing", bare, Math.Max(runs, 25), baseline: $"import:{bare}",
            [("empty binary module", [$"import:{bare}"]), ("CoexTools", ["import:"])]);
    }

    private static void Table(string title, string file, int runs, string baseline, (string Name, string[] Arguments)[] rows)
    {
        var measured = rows.ToDictionary(row => row.Name, _ => new List<(double Milliseconds, long Peak)>());
        foreach ((_, string[] arguments) in rows)
            Measure(arguments[0], file); // Warms up the file cache.
        for (int run = 0; run < runs; run++)
        {
            foreach ((string name, string[] arguments) in rows)
                measured[name].Add(Measure(arguments[0], file));
        }
        string reference = rows.Single(row => row.Arguments[0] == baseline).Name;
        double referenceTime = Median(measured[reference].Select(figure => figure.Milliseconds));
        Console.WriteLine($"\n{title}\n  {"",-36} {"ms",9} {"ratio",7} {"throughput",10} {"peak MB",8}");
        foreach ((string name, _) in rows)
        {
            double time = Median(measured[name].Select(figure => figure.Milliseconds));
            double peak = Median(measured[name].Select(figure => (double)figure.Peak));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-36} {time,9:F1} {time / referenceTime,7:F2} {referenceTime / time,9:F1}x {peak / Megabyte,8:F0}"));
        }
    }

    private static (double Milliseconds, long Peak) Measure(string what, string file, params string[] rest)
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
        return (double.Parse(figures[0], CultureInfo.InvariantCulture), long.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Option(string[] args, string name, string otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
}
