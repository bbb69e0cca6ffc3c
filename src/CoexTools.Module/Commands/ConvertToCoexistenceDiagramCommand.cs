using CoexTools.Analysis;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Output.Diagrams;
using CoexTools.Serialization;
using CoexTools.Simulation;

namespace CoexTools.Commands;

/// <summary>Draws the coexistence servers, who sees which document, and the paths of requests.</summary>
[Cmdlet(VerbsData.ConvertTo, "CoexistenceDiagram", DefaultParameterSetName = PathSet)]
[OutputType(typeof(string))]
public sealed class ConvertToCoexistenceDiagramCommand : SourceCommand
{
    private readonly DiagramBuilder _builder = new();
    private readonly GivenResults _results = new();

    /// <summary>Specifies results of requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ResultSet),
        ValidateNotNull, Rehydrated]
    public PathResult[] Result { get; set; } = [];

    /// <summary>Specifies differences between the results of requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DifferenceSet),
        ValidateNotNull, Rehydrated]
    public CoexistencePathDifference[] Difference { get; set; } = [];

    /// <summary>Specifies the format.</summary>
    [Parameter]
    public DiagramFormat As { get; set; }

    /// <summary>Specifies the title. By default, the title contains the names of the domains.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ResultSet:
                _results.Add(Result);
                break;
            case DifferenceSet:
                _results.Add(Difference);
                break;
            default:
                base.ProcessRecord();
                break;
        }
    }

    private protected override void Process(
        DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
            _builder.Add(directory, documents);

    private protected override void Finish()
    {
        foreach (CoexObject result in _results.Of(Domain, WriteError))
            _builder.Add(result);
        if (_builder.Build(Title) is not { } diagram)
            return;
        WriteObject(As switch
        {
            DiagramFormat.Svg => SvgWriter.Write(diagram),
            DiagramFormat.Mermaid => MermaidWriter.Write(diagram),
            _ => DotWriter.Write(diagram),
        });
    }
}
