using System.Text;
using CoexTools.Analysis;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Output.Diagrams;
using CoexTools.Serialization;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Draws the paths of requests as trees, and who can read which document as a grid, for the console.</summary>
[Cmdlet(VerbsCommon.Format, "CoexistenceTree", DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class FormatCoexistenceTreeCommand : SourceCommand
{
    private readonly List<ReaderTable> _tables = [];
    private readonly GivenResults _results = new();
    private bool _hasDrawn;

    /// <summary>Specifies results of requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ResultSet),
        ValidateNotNull, Rehydrated]
    public PathResult[] Result { get; set; } = [];

    /// <summary>Specifies differences between the results of requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DifferenceSet),
        ValidateNotNull, Rehydrated]
    public CoexistencePathDifference[] Difference { get; set; } = [];

    /// <summary>Draws lines with ASCII characters.</summary>
    [Parameter]
    public SwitchParameter Ascii { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ResultSet)
            _results.Add(Result);
        else if (ParameterSetName == DifferenceSet)
            _results.Add(Difference);
        else
            base.ProcessRecord();
    }

    private protected override void Process(
        DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
            _tables.AddRange(ReaderTable.Of(directory, documents));

    private protected override void Finish()
    {
        LineSet lines = Ascii || !CanEncode(LineSet.Boxes.Characters) ? LineSet.Ascii : LineSet.Boxes;
        foreach (ReaderTable table in _tables)
            Write(ReaderGrid.Draw(table, lines));
        IReadOnlyList<CoexObject> results = _results.Of(Domain, WriteError);
        foreach (var same in results.OfType<PathResult>()
            .GroupBy(result => (result.Domain.ToUpperInvariant(), result.Service)))
        {
            foreach (RequestPath path in RequestPath.Of(same, withSteps: true))
                Write(PathTree.Draw(path, lines));
        }
        foreach (CoexistencePathDifference difference in results.OfType<CoexistencePathDifference>())
        {
            Write(TerminalText.Wrap(difference.ToString()));
            foreach (PathResult result in new[] { difference.Before, difference.After })
                Write(PathTree.Draw(RequestPath.Of([result])[0], lines));
        }
    }

    // One string for each line, and an empty one before each further tree or grid.
    private void Write(IEnumerable<string> lines)
    {
        if (_hasDrawn)
            WriteObject("");
        _hasDrawn = true;
        WriteObject(lines, enumerateCollection: true);
    }

    private static bool CanEncode(string characters)
    {
        try
        {
            Encoding encoding = Console.OutputEncoding;
            return encoding.GetString(encoding.GetBytes(characters)) == characters;
        }
        catch (IOException) // There is no console.
        {
            return false;
        }
    }
}
