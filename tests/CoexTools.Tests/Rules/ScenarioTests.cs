using CoexTools.Access;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests;

/// <summary>The documented case: every answer in the table of the scenarios.</summary>
public class ScenarioTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "scenarios");

    /// <summary>The rows by their line, which is what a failure names.</summary>
    public static TheoryData<int, string> Rows =>
        [.. File.ReadLines(Path.Combine(Folder, "expected.csv")).Select((line, index) => (index + 1, line)).Skip(1)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_row_holds(int line, string row)
    {
        Assert.True(line > 1);
        string[] cells = row.Split(',');
        Assert.Equal(14, cells.Length);
        DomainVisibility view = Read(cells[0]);
        var origin = new NotesName(cells[1]);
        var network = new NetworkState(
            Names(cells[2]), Names(cells[3]), Names(cells[5]), Names(cells[6]),
            Cells(cells[4]).Select(link => link.Split('|'))
                .Select(ends => (new NotesName(ends[0]), new NotesName(ends[1]))));

        FreeBusyPathResult freeBusy = Requests.FreeBusy(view, origin.Abbreviated, network);
        Assert.Equal((cells[7], cells[8]), (freeBusy.Status.ToString(), freeBusy.Server));
        Assert.Equal(Cells(cells[9]), freeBusy.Warning.Select(warning => warning.Server));
        Assert.All(freeBusy.Warning, warning => Assert.Equal(
            "Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the scheduling request.",
            warning.Message));
        Assert.Empty(freeBusy.Assumption);

        MailRouteResult mail = Requests.Mail(view, origin.Abbreviated, MailKind.Mail, network);
        Assert.Equal((cells[10], cells[11]), (mail.Status.ToString(), mail.Server));
        MailRouteResult calendar = Requests.Mail(view, origin.Abbreviated, MailKind.Calendar, network);
        Assert.Equal((cells[12], cells[13]), (calendar.Status.ToString(), calendar.Server));
    }

    [Fact]
    public void The_table_is_there_for_every_directory()
    {
        string[] directories = [.. System.IO.Directory.GetFiles(Folder, "*.dxl").Select(Path.GetFileName).Order()!];
        Assert.Equal(4, directories.Length);
        Assert.Equal(
            directories, File.ReadLines(Path.Combine(Folder, "expected.csv")).Skip(1).Select(line => line.Split(',')[0])
                .Distinct().Order());
    }

    private static DomainVisibility Read(string file)
    {
        var snapshot = new DirectorySnapshot(new DxlReader(Path.Combine(Folder, file))
            .Read(FieldMap.Default, problem => throw problem, CancellationToken.None));
        return new DomainVisibility(snapshot.Unordered, AccessEvaluator.Of(snapshot), OrderBy.Modified);
    }

    private static IEnumerable<NotesName> Names(string cell) => Cells(cell).Select(name => new NotesName(name));

    private static string[] Cells(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries);
}
