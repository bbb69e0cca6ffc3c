using System.Globalization;
using System.Management.Automation;
using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Rest;

namespace CoexTools.Module.Tests.Help;

/// <summary>
/// Every example of the help runs, in a folder that holds a copy of the sample directory, and prints what the page
/// shows. With the environment variable COEXTOOLS_WRITE_EXAMPLES set, the pages are given what was printed instead.
/// </summary>
public abstract class ExampleTests
{
    // In the examples, it stands for a server that holds the sample directory.
    private const string ServerAddress = "https://domino.example.com";

    /// <summary>Returns the examples that use schedules, or the others.</summary>
    protected static TheoryData<string, int> Examples(bool withSchedules)
    {
        var data = new TheoryData<string, int>();
        foreach (HelpPage page in HelpPage.All)
        {
            for (int index = 0; index < page.Examples.Count; index++)
            {
                string code = page.Examples[index].Code;
                bool hasSchedules = code.Contains("-CoexistenceSchedule", StringComparison.Ordinal)
                    || code.Contains("Get-CoexistenceRun", StringComparison.Ordinal);
                if (hasSchedules == withSchedules)
                    data.Add(page.Name, index);
            }
        }
        return data;
    }

    /// <summary>Asserts that an example prints what its page shows.</summary>
    protected static void AssertPrints(string command, int index)
    {
        HelpPage page = HelpPage.All.Single(other => other.Name == command);
        PageExample example = page.Examples[index];
        using var session = new ModuleSession();
        string sample = Path.Combine(Path.GetDirectoryName(BuiltModule.Manifest)!, "Examples", "AcmeDirectory.dxl");
        File.Copy(sample, session.PathOf("AcmeDirectory.dxl"));
        using StubServer? server = example.Code.Contains(ServerAddress, StringComparison.Ordinal)
            ? StubServer.StartSample() : null;
        string address = server?.Address.ToString().TrimEnd('/') ?? ServerAddress;
        if (server is not null)
        {
            session.Set("credential", StubServer.Credential());
            session.Run("'Connect-DominoDirectory', 'Register-CoexistenceSchedule' | ForEach-Object { "
                + "$PSDefaultParameterValues[\"${_}:AllowHttp\"] = $true }");
        }

        string printed = Print(session, example.Code.Replace(ServerAddress, address, StringComparison.Ordinal))
            .Replace(address, ServerAddress, StringComparison.Ordinal);

        if (example.Output is null)
            return;
        Assert.DoesNotContain(session.Folder, printed);
        if (Environment.GetEnvironmentVariable("COEXTOOLS_WRITE_EXAMPLES") is not null)
            page.Write(example, printed);
        else
            Assert.Equal(example.Output, printed);
    }

    // Warnings first, as a console shows them before a table is complete; then the rest, without the empty lines around
    // it.
    private static string Print(ModuleSession session, string code)
    {
        // The engine breaks lines between words in English, and anywhere in the invariant culture.
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        session.Host.Lines.Clear();
        using PowerShell shell = session.Create(code);
        shell.AddCommand("Out-Default");
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        IEnumerable<string> lines = session.Host.Lines.Select(line => line.TrimEnd())
            .SkipWhile(line => line.Length == 0);
        lines = lines.Reverse().SkipWhile(line => line.Length == 0).Reverse();
        return string.Concat(
            shell.Streams.Warning.Select(warning => $"WARNING: {warning.Message}").Concat(lines)
                .Select(line => line + "\n"));
    }
}
