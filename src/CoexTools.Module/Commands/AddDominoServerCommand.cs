using CoexTools.Changes;
using CoexTools.Completion;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Adds servers to a directory in memory.</summary>
[Cmdlet(VerbsCommon.Add, "DominoServer", SupportsShouldProcess = true)]
[OutputType(typeof(DominoDirectory))]
public sealed class AddDominoServerCommand : InMemoryDirectoryCommand
{
    /// <summary>The servers' names: <c>DominoA/Acme</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The servers' Domino domain.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DominoDomainCompleter))]
    public string? Domain { get; set; }

    /// <inheritdoc/>
    private protected override void Change(InMemoryChange change)
    {
        foreach (string name in Name)
        {
            Attempt(() => change.Make(
                Directory.Name, $"Add the server '{name}'", content => DirectoryEdits.AddServer(content, name, Domain, DateTimeOffset.UtcNow)));
        }
    }
}
