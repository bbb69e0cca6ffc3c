using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace CoexTools.Pester.Tests;

/// <summary>Runs tests/Pester/Invoke-Suite.ps1 with Pester from its package.</summary>
internal static class PesterSuite
{
    // A failed block or file has no tests that count it.
    private const string Script = """
        param($Pester, $Suite)
        Set-Location -LiteralPath $Suite
        Import-Module $Pester
        $run = & ./Invoke-Suite.ps1 -PassThru
        function Join-Error($Record) { ($Record | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n" }
        foreach ($test in $run.Tests) {
            $file = Split-Path $test.Block.BlockContainer.Item -Leaf
            $skipped = if ($test.Result -in 'Skipped', 'Inconclusive', 'NotRun') { "$($test.Result). $(Join-Error $test.ErrorRecord)".Trim() }
            $failure = if (-not $skipped -and $test.Result -ne 'Passed') { "$($test.Result). $(Join-Error $test.ErrorRecord)" }
            [CoexTools.Pester.Tests.PesterResult]::new("$file $($test.ExpandedPath)", $failure, $skipped)
        }
        foreach ($failed in @($run.FailedBlocks) + @($run.FailedContainers)) {
            [CoexTools.Pester.Tests.PesterResult]::new("$failed", (Join-Error $failed.ErrorRecord), $null)
        }
        """;

    /// <summary>Returns the results of the suite, at least one.</summary>
    public static IReadOnlyList<PesterResult> Run()
    {
        Environment.SetEnvironmentVariable("COEXTOOLS_OUTPUT", Metadata("OutputFolder"));
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        // The data of the user can contain the log of a nightly run. On Windows, the folder is always that of the user.
        DirectoryInfo data = Directory.CreateTempSubdirectory("CoexTools-data-");
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", data.FullName);
        string version = Environment.GetEnvironmentVariable("COEXTOOLS_PESTER") is { Length: > 0 } name
            ? name : Metadata("PesterVersion");
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(Script)
            .AddParameter("Pester", Path.Combine(Metadata("PesterPackages"), version, "tools", "Pester.psd1"))
            .AddParameter("Suite", Metadata("Suite"));
        List<PesterResult> results = [.. shell.Invoke<PesterResult>()];
        data.Delete(recursive: true);
        if (results.Count == 0)
            throw new InvalidOperationException(
                $"Pester {version} ran no tests. {string.Join('\n', shell.Streams.Error)}");
        return results;
    }

    private static string Metadata(string key) =>
        typeof(PesterSuite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(one => one.Key == key).Value!;
}
