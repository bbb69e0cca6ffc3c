using CoexTools.Analysis;
using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Work;

/// <summary>A change of what a directory in memory holds, with the requests that it ends.</summary>
internal sealed class InMemoryChange(CoexCommand command, DominoDirectory directory)
{
    private readonly DirectorySnapshot _before = directory.State;
    private DirectorySnapshot _after = directory.State;

    /// <summary>Gets the directory as it is now; with -WhatIf, as it would be.</summary>
    public DirectorySnapshot State => _after;

    /// <summary>Checks that a directory is in memory only.</summary>
    /// <exception cref="CoexException">It is that of a server, which is not changed in this way.</exception>
    public static void RequireMemory(DominoDirectory directory) =>
        PlanWriter.RequireWritable(directory.State, isForServers: false);

    /// <summary>
    /// Changes a directory, warns of the requests that the change ends, and returns the directory with -PassThru.
    /// </summary>
    public static void Run(CoexCommand command, DominoDirectory directory, bool passThru, Action<InMemoryChange> work)
    {
        var change = new InMemoryChange(command, directory);
        command.Attempt(() => work(change));
        command.Attempt(change.WarnOfLostRequests);
        if (passThru)
            command.WriteObject(directory);
    }

    /// <summary>Asks, and changes the directory; with -WhatIf, only what is compared.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="CoexException">The change is not possible.</exception>
    public Consent Make(string target, string operation, Func<DirectoryContent, DirectoryContent> change)
    {
        RequireMemory(directory);
        Consent consent = command.Ask(target, operation);
        Make(consent, change);
        return consent;
    }

    /// <summary>Changes the directory as the user answered; with -WhatIf, only what is compared.</summary>
    /// <exception cref="CoexException">The change is not possible.</exception>
    public void Make(Consent consent, Func<DirectoryContent, DirectoryContent> change)
    {
        RequireMemory(directory);
        if (consent == Consent.Yes)
            _after = directory.Change(change);
        else if (consent == Consent.WhatIf)
            _after = new DirectorySnapshot(change(_after.Content));
    }

    /// <summary>Warns of the requests that succeeded before the changes and fail now.</summary>
    public void WarnOfLostRequests()
    {
        if (_before.Unordered.Count > 0 && !ReferenceEquals(_before, _after))
            command.WarnOfLostRequests(RequestComparison.Lost(_before, _after, command.CancelToken));
    }
}
