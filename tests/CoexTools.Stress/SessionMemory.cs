using System.Diagnostics;
using CoexTools.Module.Tests.Commands;

namespace CoexTools.Stress;

/// <summary>
/// Runs commands in one session: the memory that is in use, the handles, and the threads do not grow.
/// </summary>
internal sealed class SessionMemory : StressVerb
{
    private const int Samples = 20;

    // What each command leaves behind must not depend on how often it ran: the files are those of the start each time.
    private static readonly string[] Scripts =
    [
        "Get-ForeignDomainDocument names.dxl",
        "Get-ForeignDomainDocument names.dxl -Domain BTEx | Remove-DocumentAccessField -WhatIf",
        "Test-FreeBusyPath names.dxl -Domain BTEx", "Test-MailRoute names.dxl -Domain BTEx",
        "Test-CoexistenceConfiguration names.dxl",
        "Get-DocumentReader names.dxl", "Measure-CoexistenceAvailability names.dxl -Domain BTEx",
        "Get-DirectoryChange names.dxl",
        "Remove-DocumentAccessField names.dxl -WarningAction Ignore; Undo-DirectoryChange names.dxl "
            + "-WarningAction Ignore; [System.IO.File]::Delete(\"$PWD/names.dxl.journal\")",
        "Repair-CoexistenceConfiguration names.dxl -WhatIf",
        "$d = Import-DominoDirectory names.dxl; Export-DominoDirectory -Directory $d other.dxl -Force",
        "Get-ForeignDomainDocument missing.dxl -ErrorAction Ignore", "Get-CoexistenceRule",
        "Get-DominoDocument names.dxl | Out-Null",
    ];

    private readonly List<(int Number, long Managed, int Handles, int Threads)> _samples = [];
    private readonly Process _process = Process.GetCurrentProcess();
    private ModuleSession? _session;
    private int _every = 1;

    public override int DefaultCount => 10_000;

    public override IEnumerable<string> Figures => _samples.Select(
        sample => $"after {sample.Number,6:N0} commands: {sample.Managed / 1024.0 / 1024:F1} MB, {sample.Handles} "
            + $"handles, {sample.Threads} threads");

    public override void Prepare(string folder, StressOptions options)
    {
        _every = Math.Max(1, (options.Count ?? DefaultCount) / Samples);
        _session = new ModuleSession();
        File.Copy(_session.PathOf("security-on.dxl"), _session.PathOf("names.dxl"));
        foreach (string script in Scripts) // What is loaded once is not growth.
            _session.Run(script);
    }

    public override void Run(int number, Random random)
    {
        _session!.Run(Scripts[number % Scripts.Length]);
        _session.Host.Lines.Clear(); // What the host shows stays in the test, not in the module.
        if ((number + 1) % _every == 0)
            Take(number + 1);
    }

    public override void Finish()
    {
        if (_samples.Count < 8)
            return;
        // The second quarter against the last one: the smallest value of each, because the moment of a sample is not
        // under control.
        (int Number, long Managed, int Handles, int Threads)[] early =
            [.. _samples.Skip(_samples.Count / 4).Take(_samples.Count / 4)];
        (int Number, long Managed, int Handles, int Threads)[] late = [.. _samples.TakeLast(_samples.Count / 4)];
        Assert.True(
            late.Min(one => one.Managed) <= early.Min(one => one.Managed)
                + (256 << 10), $"The memory in use grows:\n{string.Join("\n", Figures)}");
        Assert.True(
            late.Min(one => one.Handles) <= early.Min(one => one.Handles)
                + 4, $"The handles grow:\n{string.Join("\n", Figures)}");
        Assert.True(
            late.Min(one => one.Threads) <= early.Min(one => one.Threads)
                + 4, $"The threads grow:\n{string.Join("\n", Figures)}");
    }

    public override void Dispose()
    {
        _session?.Dispose();
        _session = null;
        _process.Dispose();
        base.Dispose();
    }

    private void Take(int number)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _process.Refresh();
        int handles = OperatingSystem.IsLinux()
            ? Directory.GetFileSystemEntries("/proc/self/fd").Length : _process.HandleCount;
        _samples.Add((number, GC.GetTotalMemory(forceFullCollection: true), handles, _process.Threads.Count));
    }
}
