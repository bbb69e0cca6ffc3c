using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>A change of what a directory in memory holds, with the requests that it ends.</summary>
internal sealed class InMemoryChange(CoexCommand command, DominoDirectory directory)
{
    private readonly DirectorySnapshot _before = directory.State;
    private DirectorySnapshot _after = directory.State;

    /// <summary>The directory as it is now; with -WhatIf, as it would be.</summary>
    public DirectorySnapshot State => _after;

    /// <summary>Asks, and changes the directory; with -WhatIf, only what is compared.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="CoexException">The change is not possible.</exception>
    public Consent Make(string target, string operation, Func<DirectoryContent, DirectoryContent> change)
    {
        Consent consent = command.Ask(target, operation);
        Make(consent, change);
        return consent;
    }

    /// <summary>Changes the directory as the user answered; with -WhatIf, only what is compared.</summary>
    /// <exception cref="CoexException">The change is not possible.</exception>
    public void Make(Consent consent, Func<DirectoryContent, DirectoryContent> change)
    {
        if (consent == Consent.Yes)
            _after = directory.Change(change);
        else if (consent == Consent.WhatIf)
            _after = new DirectorySnapshot(change(_after.Content));
    }

    /// <summary>Warns of the requests that succeeded before the changes and fail now.</summary>
    public void WarnOfLostAnswers(CancellationToken cancel)
    {
        if (_before.Unordered.Count > 0 && !ReferenceEquals(_before, _after))
            command.WarnOfLostAnswers(AnswerComparison.Lost(_before, _after, domains: null, cancel));
    }
}

/// <summary>A command that adds to a directory in memory.</summary>
public abstract class InMemoryDirectoryCommand : CoexCommand
{
    /// <summary>The directory in memory.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [Rehydrated]
    public DominoDirectory Directory { get; set; } = null!;

    /// <summary>Returns the directory, so that more can follow in the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var change = new InMemoryChange(this, Directory);
        Attempt(() => Change(change));
        Attempt(() => change.WarnOfLostAnswers(CancelToken));
        if (PassThru)
            WriteObject(Directory);
    }

    /// <summary>Changes the directory.</summary>
    private protected abstract void Change(InMemoryChange change);
}
