using CoexTools.Changes;
using CoexTools.Input;
using CoexTools.Model;

namespace CoexTools.Commands;

/// <summary>Makes an empty directory in memory.</summary>
[Cmdlet(VerbsCommon.New, "DominoDirectory", SupportsShouldProcess = true)]
[OutputType(typeof(DominoDirectory))]
public sealed class NewDominoDirectoryCommand : CoexCommand
{
    /// <summary>Specifies what the directory is called.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true), ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>
    /// Specifies the replica id, 16 hexadecimal digits, by which Domino matches an import. Without it, a new one.
    /// </summary>
    [Parameter, ValidateText(@"^[0-9A-Fa-f]{16}\z", "A replica id has 16 hexadecimal digits.")]
    public string? ReplicaId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name, "Create a directory in memory"))
        {
            string replicaId = ReplicaId ?? Guid.NewGuid().ToString("N").Substring(16);
            WriteObject(new DominoDirectory(DirectoryEdits.Empty(Name, replicaId.ToUpperInvariant())));
        }
    }
}
