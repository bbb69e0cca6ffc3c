using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>A command that adds to a directory in memory.</summary>
public abstract class InMemoryDirectoryCommand : CoexCommand
{
    /// <summary>The directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Gives the directory, so that more can follow in the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Attempt(Change);
        if (PassThru)
            WriteObject(Directory);
    }

    /// <summary>Changes the directory.</summary>
    private protected abstract void Change();
}
