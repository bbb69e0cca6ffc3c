using System.Collections;
using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>All answers that the scenarios expect, by way of the commands.</summary>
public sealed class ScenarioTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string[] Columns =
    [
        "directory", "from", "server_down", "server_busy", "link_down", "http_down", "smtp_down", "free_busy_status",
        "free_busy_server",
        "free_busy_warned_at",
        "mail_status", "mail_server", "calendar_status", "calendar_server",
    ];

    private static readonly string[] Rows = File.ReadAllLines(Path.Combine(ModuleSession.Scenarios, "expected.csv"));

    public static TheoryData<string> Expected => [.. Rows.Skip(1)];

    [Fact]
    public void The_table_is_whole()
    {
        Assert.Equal(string.Join(',', Columns), Rows[0]);
        Assert.Equal(96, Rows.Length - 1);
        Assert.All(Rows, row => Assert.Equal(Columns.Length, row.Split(',').Length));
    }

    [Theory, MemberData(nameof(Expected))]
    public void Free_busy_ends_as_expected(string row)
    {
        ScenarioRow expected = new(row);
        Outcome outcome = Test("Test-FreeBusyPath", expected);
        PSObject result = Assert.Single(outcome.Output);
        Assert.Equal(expected["free_busy_status"], result.Get("Status")!.ToString());
        Assert.Equal(expected["free_busy_server"], result.Get("Server"));
        Assert.Equal(expected["from"], result.Get("From"));
        Assert.Equal(expected["free_busy_status"] == "Answered", result.Get("Reachable"));
        string[] warnedAt = [.. result.GetObjects("Warning").Select(warning => (string)warning.Get("Server")!)];
        Assert.Equal(expected.List("free_busy_warned_at"), warnedAt);
        string servers = warnedAt.Length <= 4 ? string.Join(", ", warnedAt)
            : $"{string.Join(", ", warnedAt.Take(3))} and {warnedAt.Length - 3} more servers";
        Assert.Equal(
            warnedAt.Length == 0
                ? []
                : [$"{servers} would print: Warning: Multiple documents detected for domain 'BTEx' in Domino Directory "
                    + "for the scheduling request."],
            outcome.Warnings);
    }

    [Theory, MemberData(nameof(Expected))]
    public void Mail_ends_as_expected(string row) => Routes(new ScenarioRow(row), "Mail", "mail");

    [Theory, MemberData(nameof(Expected))]
    public void Calendar_mail_ends_as_expected(string row) => Routes(new ScenarioRow(row), "Calendar", "calendar");

    private void Routes(ScenarioRow expected, string kind, string column)
    {
        PSObject result = Assert.Single(Test($"Test-MailRoute -Kind {kind}", expected).Output);
        Assert.Equal(kind, result.Get("Kind")!.ToString());
        Assert.Equal(expected[column + "_status"], result.Get("Status")!.ToString());
        Assert.Equal(expected[column + "_server"], result.Get("Server"));
        Assert.Equal(expected["from"], result.Get("From"));
        Assert.Equal(expected[column + "_status"] == "Delivered", result.Get("Reachable"));
    }

    private Outcome Test(string command, ScenarioRow row)
    {
        Hashtable parameters = row.Parameters();
        parameters["LiteralPath"] = row["directory"];
        session.Set("parameters", parameters);
        return session.Run($"{command} @parameters");
    }
}

/// <summary>A row of the table of expected answers.</summary>
internal sealed class ScenarioRow(string line)
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(ModuleSession.Scenarios, "expected.csv"));
    private static readonly string[] Columns = Lines[0].Split(',');

    private readonly string[] _cells = line.Split(',');

    public static IEnumerable<ScenarioRow> All => Lines.Skip(1).Select(row => new ScenarioRow(row));

    public string this[string column] => _cells[Array.IndexOf(Columns, column)];

    public string[] List(string column) => this[column].Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The parameters of a test, without the source.</summary>
    public Hashtable Parameters()
    {
        var parameters = new Hashtable { ["Domain"] = "BTEx", ["From"] = this["from"] };
        Add("ServerDown", "server_down");
        Add("ServerBusy", "server_busy");
        Add("LinkDown", "link_down");
        Add("HttpDown", "http_down");
        Add("SmtpDown", "smtp_down");
        return parameters;

        void Add(string parameter, string column)
        {
            if (List(column) is { Length: > 0 } values)
                parameters[parameter] = values;
        }
    }
}
