namespace CoexTools.Benchmarks;

/// <summary>
/// Measures the start of a scheduled run. Each script has a new pwsh process, and the time of an empty one is
/// subtracted.
/// </summary>
internal static class Start
{
    /// <summary>Measures the scripts alternately, and prints the ratios to a read with XPath.</summary>
    public static void Run(string folder, int runs)
    {
        if (Comparison.PowerShell is null)
        {
            Console.WriteLine("\nCold start: skipped because pwsh is not on the path.");
            return;
        }
        string file = Path.Combine(Measurement.ModuleOutput, "Examples", "AcmeDirectory.dxl");
        (string Name, string Script)[] rows = Rows(file, CopyWithoutNativeCode(folder));
        var times = rows.ToDictionary(row => row.Name, _ => new List<double>());
        Comparison.MeasureShell(Comparison.ImportModule); // Warms up the file cache.
        for (int run = 0; run < runs; run++)
        {
            double empty = Comparison.MeasureShell(rows[0].Script);
            times[rows[0].Name].Add(empty);
            foreach ((string name, string script) in rows.Skip(1))
                times[name].Add(Comparison.MeasureShell(script) - empty);
        }
        Console.WriteLine($"\nCold start with a file of {new FileInfo(file).Length:N0} bytes, over an empty pwsh");
        Comparison.Print(times, rows[^1].Name);
    }

    private static (string Name, string Script)[] Rows(string file, string plain)
    {
        const string XPath = "\"//*[local-name()='document'][@form='Domain']\"";
        string load = Comparison.ImportModule, loadPlain = $"Import-Module '{plain}'";
        string get = $"$null = Get-ForeignDomainDocument '{file}'";
        string test = $"$null = Test-CoexistenceConfiguration '{file}'";
        return
        [
            ("pwsh", "1"), ("Import-Module", load), ("Get-ForeignDomainDocument", $"{load}; {get}"),
            ("Test-FreeBusyPath", $"{load}; $null = Test-FreeBusyPath '{file}' -WarningAction Ignore"),
            ("Test-CoexistenceConfiguration", $"{load}; {test}"),
            ("Remove-DocumentAccessField -WhatIf",
                $"{load}; Remove-DocumentAccessField '{file}' -WhatIf -Force -WarningAction Ignore"),
            ("Import-Module, IL only", loadPlain),
            ("Get-ForeignDomainDocument, IL only", $"{loadPlain}; {get}"),
            ("Test-CoexistenceConfiguration, IL only", $"{loadPlain}; {test}"),
            ("[xml] and SelectNodes", $"$null = ([xml](Get-Content -Raw '{file}')).SelectNodes({XPath})"),
        ];
    }

    // Copies the module without the assemblies that were compiled ahead of time, as on systems that have none.
    private static string CopyWithoutNativeCode(string folder)
    {
        string copy = Directory.CreateDirectory(Path.Combine(folder, "Plain", "CoexTools")).FullName;
        foreach (string file in Directory.GetFiles(Measurement.ModuleOutput))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        return Path.Combine(copy, "CoexTools.psd1");
    }
}
