using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;
using CoexTools.Serialization;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Adds servers to a directory in memory.</summary>
[Cmdlet(VerbsCommon.Add, "DominoServer", DefaultParameterSetName = DirectoryFirstSet, SupportsShouldProcess = true)]
[OutputType(typeof(DominoDirectory))]
public sealed class AddDominoServerCommand : CoexCommand
{
    /// <summary>Specifies the directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNull, Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Specifies the servers' names: <c>DominoA/Acme</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectorySet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectoryFirstSet)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Name { get; set => field = Once(value); } = [];

    /// <summary>Specifies the servers' Domino domain.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DominoDomainCompleter))]
    public string? Domain { get; set; }

    /// <summary>Returns the directory, so that more can follow in the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => InMemoryChange.Run(this, Directory, PassThru, change =>
    {
        foreach (string name in Name)
        {
            Attempt(() => change.Make(
                Directory.Name, $"Add the server '{name}'", content => DirectoryEdits.AddServer(
                    content, name, Domain, DateTimeOffset.UtcNow)));
        }
    });
}
