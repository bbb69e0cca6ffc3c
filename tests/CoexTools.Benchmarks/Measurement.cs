using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Xml;
using System.Xml.Linq;
using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Files;
using CoexTools.Sources.ConsoleLog;
using CoexTools.Sources.DirectoryFiles;

namespace CoexTools.Benchmarks;

/// <summary>
/// Runs one operation in a separate process, first cold and then warm. Prints both times in milliseconds, and the peak
/// memory of the first in bytes.
/// </summary>
internal static class Measurement
{
    /// <summary>In a script, separates the setup from the part that is measured.</summary>
    public const string Then = "<# then #>";

    /// <summary>Printed for operations that are not repeated.</summary>
    public const string None = "-";

    /// <summary>The environment variable with the time that is measured, which child processes inherit.</summary>
    public const string Time = "COEXTOOLS_BENCHMARK_TIME";

    /// <summary>
    /// Measures the time of the processors instead of the elapsed time. It varies less while the machine does other
    /// work.
    /// </summary>
    public const string ProcessorTime = "processor";

    public static int Run(string what, string file, string[] rest)
    {
        Func<object?> work = what switch
        {
            "nothing" => () => null,
            "read" => () => ReadAll(file),
            "copy" => () => Copy(file, rest[0]),
            "xmlreader" => () => XmlReaderPass(file),
            "xmldocument" => () => XmlDocumentPass(file),
            "xdocument" => () => XDocumentPass(file),
            "hash" => () => ContentHash.OfFile(file, CancellationToken.None),
            "console" => () => ReadConsole(file),
            "core" => () => ReadDirectory(file).InOrder(OrderBy.Modified).Count,
            "losses" => Losses(file),
            _ when what.StartsWith("import:", StringComparison.Ordinal) => Importing(what["import:".Length..]),
            _ => Command(what, file),
        };
        double start = Now();
        object? result = work();
        double cold = Now() - start;
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        long peak = process.PeakWorkingSet64;
        string warm = None;
        if (!what.StartsWith("import:", StringComparison.Ordinal))
        {
            Action prepare = what.StartsWith("Remove-", StringComparison.Ordinal)
                ? () => Prepare(rest[0], file) : () => { };
            prepare();
            work(); // In this time, the runtime optimizes the methods that run often.
            prepare();
            start = Now();
            work();
            warm = string.Create(CultureInfo.InvariantCulture, $"{Now() - start:F1}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cold:F1} {warm} {peak} {result}"));
        return 0;
    }

    /// <summary>Specifies whether the time of the processors is measured.</summary>
    public static bool IsProcessorTime => Environment.GetEnvironmentVariable(Time) == ProcessorTime;

    // In milliseconds.
    private static double Now() => IsProcessorTime
        ? Environment.CpuUsage.TotalTime.TotalMilliseconds
        : Stopwatch.GetTimestamp() * 1_000.0 / Stopwatch.Frequency;

    /// <summary>
    /// Writes the file that a command changes. It is flushed to disk, so that the flush of the command does not include
    /// its blocks. The pause ensures that a later write to the file would have another change time.
    /// </summary>
    public static void Prepare(string original, string file)
    {
        File.Delete(file + ".journal");
        Copy(original, file);
        ReadAll(file);
        Thread.Sleep(200);
    }

    private static long ReadConsole(string file)
    {
        long found = 0;
        ConsoleLogFile.Read(file, new DateTime(2100, 1, 1), _ => found++, CancellationToken.None);
        return found;
    }

    private static DirectorySnapshot ReadDirectory(string file) =>
        new(DirectoryFile.Of(file).Read(FieldMap.Default, _ => { }, CancellationToken.None));

    // Compares the answers before and after the removal of the field from all documents. The directory is read before
    // the measurement.
    private static Func<object?> Losses(string file)
    {
        DirectorySnapshot before = ReadDirectory(file);
        _ = before.Servers.Count + before.Content.Groups.Count;
        IEnumerable<PlannedEdit> edits = before.Unordered
            .Select(document => ForeignDomainEdits.RemoveField(document, ForeignDomainDocument.DocumentAccessName));
        DirectorySnapshot after = ChangePlan.Make(before, edits, preserveOrder: true, DateTimeOffset.UtcNow).After;
        return () => RequestComparison.Lost(before, after, CancellationToken.None).Count;
    }

    // Imports the specified module, or CoexTools.
    private static Func<object?> Importing(string manifest)
    {
        string path = manifest.Length > 0 ? manifest : Path.Combine(ModuleOutput, "CoexTools.psd1");
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        Invoke(runspace, "$null = Get-Module"); // Starts the engine before the measurement.
        return () => Invoke(runspace, $"Import-Module '{path}'").Count;
    }

    /// <summary>Gets the folder of the built module.</summary>
    public static string ModuleOutput =>
        typeof(Measurement).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "ModuleOutput").Value!;

    // Runs a command in the engine. The import of the module and the setup before the separator are not measured.
    private static Func<object?> Command(string script, string file)
    {
        int then = script.IndexOf(Then, StringComparison.Ordinal);
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        Invoke(runspace, $"Import-Module '{Path.Combine(ModuleOutput, "CoexTools.psd1")}'");
        if (then >= 0)
            Invoke(runspace, WithFile(script[..then]));
        return () => Invoke(runspace, WithFile(then < 0 ? script : script[(then + Then.Length)..])).Count;

        string WithFile(string text) => text.Replace("$file", $"'{file}'", StringComparison.Ordinal);
    }

    private static System.Collections.ObjectModel.Collection<PSObject> Invoke(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        var output = shell.AddScript(script).Invoke();
        if (shell.HadErrors)
            throw new InvalidOperationException(shell.Streams.Error[0].ToString());
        return output;
    }

    private static long ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        byte[] buffer = new byte[1 << 20];
        long total = 0;
        for (int read; (read = stream.Read(buffer)) > 0;)
            total += read;
        return total;
    }

    private static long Copy(string file, string to)
    {
        File.Copy(file, to, overwrite: true);
        using var copy = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
        return copy.Length;
    }

    private static int XmlReaderPass(string file)
    {
        using XmlReader reader = XmlReader.Create(
            file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        int count = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "document"
                && reader.GetAttribute("form") == "Domain")
                count++;
        }
        return count;
    }

    private static int XmlDocumentPass(string file)
    {
        using XmlReader reader = XmlReader.Create(
            file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        var document = new XmlDocument { XmlResolver = null };
        document.Load(reader);
        var names = new XmlNamespaceManager(document.NameTable);
        names.AddNamespace("d", "http://www.lotus.com/dxl");
        return document.SelectNodes("/d:database/d:document[@form='Domain']", names)!.Count;
    }

    private static int XDocumentPass(string file)
    {
        using XmlReader reader = XmlReader.Create(
            file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        XNamespace dxl = "http://www.lotus.com/dxl";
        return XDocument.Load(reader).Root!.Elements(dxl + "document")
            .Count(document => (string?)document.Attribute("form") == "Domain");
    }
}
