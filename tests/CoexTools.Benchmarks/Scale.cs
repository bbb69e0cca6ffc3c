using System.Globalization;

namespace CoexTools.Benchmarks;

/// <summary>
/// Compares the time for each request in a large directory with that in a directory of a fraction of its size.
/// </summary>
internal static class Scale
{
    private const int DocumentsOfDomain = 10;
    private const string Read =
        "$directory = Import-DominoDirectory $file; $null = $directory.Server.Count, $directory.Group.Count";

    private static readonly (int Servers, int Groups, int Domains)[] Sizes =
        [(5_000, 3_000, 20), (20_000, 12_000, 200)];

    /// <summary>Measures both directories alternately, and prints the ratios.</summary>
    public static void Run(string folder, int runs)
    {
        string[] commands = ["Test-FreeBusyPath", "Test-MailRoute"];
        var times = new Dictionary<(string Command, int Size), List<Figures>>();
        for (int run = 0; run < runs; run++)
        {
            for (int size = 0; size < Sizes.Length; size++)
            {
                string file = FileOf(folder, size);
                foreach (string command in commands)
                {
                    if (!times.TryGetValue((command, size), out List<Figures>? measured))
                        times.Add((command, size), measured = []);
                    string test = $"{command} -Directory $directory -Quiet -WarningAction Ignore";
                    measured.Add(Comparison.Measure($"{Read} {Measurement.Then} {test}", file));
                }
            }
        }
        Console.WriteLine(
            $"\nTime for each request, with -Quiet, after the read\n  {"",-52} {"requests",10} {"cold µs",9} "
            + $"{"ratio",6} {"warm µs",9} {"ratio",6} {"peak MB",8}");
        foreach (string command in commands)
        {
            for (int size = 0; size < Sizes.Length; size++)
                Print(command, size, times[(command, size)], times[(command, 0)]);
        }
    }

    private static void Print(string command, int size, List<Figures> measured, List<Figures> smallest)
    {
        (int servers, _, int domains) = Sizes[size];
        (double cold, double warm) = Each(measured, size);
        (double firstCold, double firstWarm) = Each(smallest, 0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {$"{command}, {servers:N0} servers, {domains} domains",-52} {Requests(size),10:N0} {cold,9:F2} "
            + $"{cold / firstCold,6:F2} {warm,9:F2} {warm / firstWarm,6:F2} "
            + $"{Comparison.Median(measured.Select(figure => figure.Peak / 1e6)),8:F0}"));
    }

    // Microseconds for each request.
    private static (double Cold, double Warm) Each(List<Figures> measured, int size) =>
        (Comparison.Median(measured.Select(figure => figure.Cold)) * 1_000 / Requests(size),
            Comparison.Median(measured.Select(figure => figure.Warm!.Value)) * 1_000 / Requests(size));

    // Requests start at the servers that no document names.
    private static long Requests(int size)
    {
        (int servers, _, int domains) = Sizes[size];
        return (long)(servers - (domains * DocumentsOfDomain)) * domains;
    }

    private static string FileOf(string folder, int size)
    {
        (int servers, int groups, int domains) = Sizes[size];
        string file = Path.Combine(folder, $"scale-{servers}.dxl");
        if (!File.Exists(file))
            DirectoryGenerator.WriteLarge(file, servers, groups, domains * DocumentsOfDomain, DocumentsOfDomain);
        return file;
    }
}
