namespace CoexTools.Benchmarks;

/// <summary>
/// Measures the audit of many directories with the example Test-Fleet.ps1, on one processor and on all.
/// </summary>
internal static class Fleet
{
    private const int Directories = 100;
    private const int SizeOfEach = 1_000_000;

    /// <summary>Measures the fleet alternately, and prints the ratios.</summary>
    public static void Run(string folder, int runs)
    {
        if (Comparison.PowerShell is null || !OperatingSystem.IsLinux())
        {
            Console.WriteLine("\nFleet: skipped because it requires pwsh on the path, and taskset.");
            return;
        }
        string fleet = Path.Combine(folder, "fleet");
        Directory.CreateDirectory(fleet);
        for (int i = 0; i < Directories; i++)
        {
            string file = Path.Combine(fleet, $"names-{i}.dxl");
            if (!File.Exists(file))
                DirectoryGenerator.Write(file, DirectoryShape.SmallItems, SizeOfEach, foreignDomains: 4, servers: 12);
        }
        string script = Path.Combine(Measurement.ModuleOutput, "Examples", "Test-Fleet.ps1");
        string all = $"{Environment.ProcessorCount} processors", one = "one processor", single = "one directory";
        var times = new Dictionary<string, List<double>> { [all] = [], [one] = [], [single] = [] };
        for (int run = 0; run < runs; run++)
        {
            double empty = Comparison.MeasureShell(Comparison.ImportModule);
            times[all].Add(Comparison.MeasureShell(Audit("names-*.dxl")) - empty);
            times[single].Add(Comparison.MeasureShell(Audit("names-0.dxl")) - empty);
            empty = Comparison.MeasureShell(Comparison.ImportModule, "taskset", "-c", "0");
            times[one].Add(Comparison.MeasureShell(Audit("names-*.dxl"), "taskset", "-c", "0") - empty);
        }
        Console.WriteLine(
            $"\nTest-Fleet.ps1, {Directories} directories of {SizeOfEach / 1_000_000} MB, over the import");
        Comparison.Print(times, all);

        string Audit(string files) =>
            $"{Comparison.ImportModule}; $null = & '{script}' '{Path.Combine(fleet, files)}' -WarningAction Ignore";
    }
}
