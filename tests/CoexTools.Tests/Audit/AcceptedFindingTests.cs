using CoexTools.Audit;
using CoexTools.Audit.Repair;
using CoexTools.Text;

namespace CoexTools.Tests;

/// <summary>
/// Accepted findings: which findings an entry covers, until when, and how the entries are read from a table.
/// </summary>
public sealed class AcceptedFindingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly CoexistenceFinding Mail = Runs.Finding(
        "CX020", "SingleFailure", server: "DominoA/Acme", reason: "Mail fails.");

    private static readonly CoexistenceFinding FreeBusy = Runs.Finding(
        "CX020", "SingleFailure", server: "DominoA/Acme", reason: "Free/busy fails.");

    private static readonly AcceptedFinding Entry = new("CX020", "BTEx", "DominoA/Acme", null, null, null);

    public static TheoryData<string?, string?, string?, string?, bool> Entries => new()
    {
        { "CX020", "BTEx", "DominoA/Acme", null, true },
        { "singlefailure", "btex", "CN=DominoA/O=Acme", null, true },
        { "CX021", "BTEx", "DominoA/Acme", null, false },
        { "CX020", "Other", "DominoA/Acme", null, false },
        { "CX020", "BTEx", "DominoB/Acme", null, false },
        { "CX020", "BTEx", "DominoA/Acme", "A0", false },
        // A blank property does not stand for any value.
        { "CX020", null, "DominoA/Acme", null, false },
        { "CX020", "BTEx", null, null, false },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_covers_only_findings_with_the_same_properties(
        string? rule, string? domain, string? server, string? document, bool isAccepted)
    {
        var entry = new AcceptedFinding(rule!, domain, server, document, null, null);
        CoexistenceFinding found = Assert.Single(AcceptedFinding.Apply([Mail], [entry], Now));
        Assert.Equal(isAccepted ? FindingOutcome.Accepted : FindingOutcome.Fail, found.Outcome);
        Assert.NotEqual(isAccepted, found.IsProblem);
    }

    [Fact]
    public void A_saved_reason_tells_findings_apart_and_any_other_text_is_why_they_are_accepted()
    {
        Assert.Equal(
            [FindingOutcome.Accepted, FindingOutcome.Fail],
            AcceptedFinding.Apply([Mail, FreeBusy], [Entry with { Reason = Mail.Reason }], Now)
                .Select(found => found.Outcome));
        List<CoexistenceFinding> both =
            [.. AcceptedFinding.Apply([Mail, FreeBusy], [Entry with { Reason = "Ticket 4711" }], Now)];
        Assert.All(both, found => Assert.Equal(FindingOutcome.Accepted, found.Outcome));
        Assert.All(both, found => Assert.Equal("accepted: Ticket 4711", found.Evidence[0]));
    }

    [Theory]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-11-29", false)]
    [InlineData("2026-11-30T12:00:00Z", false)]
    [InlineData("2026-11-30T12:00:01Z", true)]
    [InlineData("2026-11-30T13:00:00+02:00", false)]
    [InlineData("2026-11-30 12:01", true)]
    public void An_acceptance_ends_at_its_expiry(string expiry, bool isAccepted)
    {
        AcceptedFinding entry = Entry with { Expiry = AcceptedFinding.EndOf(expiry) };
        CoexistenceFinding found = Assert.Single(AcceptedFinding.Apply([Mail], [entry], Now));
        Assert.Equal(isAccepted ? FindingOutcome.Accepted : FindingOutcome.Fail, found.Outcome);
        Assert.StartsWith(isAccepted ? "accepted until " : "accepted: expired at ", Assert.Single(found.Evidence));
        // An entry that is still valid counts, whatever else has expired.
        Assert.Equal(FindingOutcome.Accepted, AcceptedFinding.Apply([Mail], [entry, Entry], Now).Single().Outcome);
    }

    [Theory]
    [InlineData("30.11.2026")]
    [InlineData("11/30/2026")]
    [InlineData("never")]
    public void A_date_that_can_be_read_in_two_ways_is_not_valid(string expiry) =>
        Assert.Throws<FormatException>(() => AcceptedFinding.EndOf(expiry));

    [Theory]
    [InlineData("CX034")]
    [InlineData("CX035")]
    public void What_was_not_audited_cannot_be_accepted(string rule)
    {
        CoexistenceFinding finding = Runs.Finding(rule, "x", domain: null);
        var entry = new AcceptedFinding(rule, null, null, null, null, null);
        Assert.Same(finding, Assert.Single(AcceptedFinding.Apply([finding], [entry], Now)));
    }

    [Theory]
    [InlineData("Rule,Domain\nCX020,BTEx\n")]
    [InlineData("\uFEFF\"Rule\",\"Domain\"\r\n\"CX020\",\"BTEx\"")]
    [InlineData("#TYPE Selected.CoexTools.Audit.CoexistenceFinding\r\n\"Rule\",\"Domain\"\r\n\"CX020\",\"BTEx\"\r\n")]
    [InlineData("Rule;Domain\nCX020;BTEx\n\n")]
    [InlineData("rule\tdomain\nCX020\tBTEx")]
    public void A_table_is_read_with_any_separator(string text)
    {
        IReadOnlyDictionary<string, string> row = Assert.Single(CsvTable.Read(text));
        Assert.Equal(("CX020", "BTEx"), (row["Rule"], row["Domain"]));
    }

    [Fact]
    public void A_value_in_a_table_can_contain_separators_quotation_marks_and_line_breaks()
    {
        IReadOnlyDictionary<string, string> row = Assert.Single(
            CsvTable.Read("Rule,Reason,Server\nCX020,\"a, \"\"b\"\"\nc\",\n"));
        Assert.Equal(("a, \"b\"\nc", ""), (row["Reason"], row["Server"]));
        Assert.Throws<FormatException>(() => CsvTable.Read("Rule\n\"CX020"));
        Assert.Throws<FormatException>(() => CsvTable.Read("Rule\nCX020,BTEx"));
    }
}
