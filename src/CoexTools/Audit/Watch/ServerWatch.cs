using CoexTools.Model;
using CoexTools.Sources;
using CoexTools.Sources.Rest;

namespace CoexTools.Audit.Watch;

/// <summary>
/// Follows the directory of a server. Each look reads it again, and compares it with the last state: at first, with the
/// one that the user connected to.
/// </summary>
/// <param name="path">The address of the server and the scope.</param>
/// <param name="given">The directory that the user connected to. It keeps its state.</param>
/// <param name="source">Reads the directory.</param>
/// <param name="isWanted">Selects domains.</param>
internal sealed class ServerWatch(
    string path, DirectorySnapshot given, IDirectorySource source, Func<string, bool> isWanted) : IDirectoryWatch
{
    private readonly HashSet<string> _reported = [];
    private DirectorySnapshot? _known;
    private string? _trouble;
    private bool _mustRetry;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public DirectorySnapshot? Known => _known;

    /// <summary>Gets whether the next look should come soon: never, because the server might be overloaded.</summary>
    public bool IsTroubled => false;

    /// <summary>Follows the directory of a server.</summary>
    /// <param name="directory">A directory that is connected to its server.</param>
    /// <param name="isWanted">Selects domains.</param>
    /// <param name="log">Receives a line for each request.</param>
    /// <exception cref="CoexException">The directory is not connected.</exception>
    public static ServerWatch Of(DominoDirectory directory, Func<string, bool> isWanted, Action<string> log)
    {
        DirectorySnapshot given = directory.State;
        RestOrigin origin = RestOrigin.Of(given.Content);
        // A directory of its own, so that a repair does not change the one that the user connected to.
        given = new DominoDirectory(given.Content).State;
        var source = new RestDirectoryReader(origin.Client, origin.Options, log);
        return new ServerWatch(given.Path!, given, source, isWanted);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEvent> Look(
        DateTimeOffset now, Action<CoexException> report, CancellationToken cancel)
    {
        DirectoryContent content;
        try
        {
            content = source.Read(given.Content.FieldMap, ReportOnce, cancel);
        }
        catch (CoexException e)
        {
            return Troubled(e, now);
        }
        List<DirectoryEvent> events = [.. Recovered(now)];
        DirectorySnapshot before = _known ?? given;
        if (!_mustRetry && IsSame(before.Content, content))
        {
            _known = before;
            return events;
        }
        _mustRetry = false;
        // A directory of its own: documents that the user has belong to the one that the user connected to.
        _known = new DominoDirectory(content).State;
        events.AddRange(DirectoryComparison.Compare(before, _known, isWanted, path, now, cancel));
        return events;

        void ReportOnce(CoexException problem)
        {
            if (_reported.Add(problem.Message))
                report(problem);
        }
    }

    /// <summary>Ends the watch. Each look reports at once that the server cannot be read.</summary>
    public IReadOnlyList<DirectoryEvent> End(DateTimeOffset now) => [];

    /// <inheritdoc/>
    public void Accept(DirectorySnapshot state) => _known = state;

    /// <inheritdoc/>
    public void Retry() => _mustRetry = true;

    private DirectoryEvent[] Recovered(DateTimeOffset now)
    {
        bool wasTroubled = _trouble is not null;
        _trouble = null;
        return wasTroubled
            ? [new DirectoryEvent(DirectoryEventKind.ServerBack, path, now, $"'{path}' can be read again.")] : [];
    }

    // Another reason is another event: the server answers, but the account can no longer read the directory.
    private DirectoryEvent[] Troubled(CoexException e, DateTimeOffset now)
    {
        bool isNew = _trouble != e.ErrorId;
        _trouble = e.ErrorId;
        return isNew ? [new DirectoryEvent(DirectoryEventKind.ServerUnavailable, path, now, e.Message)] : [];
    }

    // The times of Server and Group documents do not matter, and change when somebody reads a document.
    private static bool IsSame(DirectoryContent one, DirectoryContent other) =>
        StampsOf(one).SequenceEqual(StampsOf(other)) && EntriesOf(one).SequenceEqual(EntriesOf(other))
        && one.ServerAndGroupDocuments.Select(TextOf).SequenceEqual(other.ServerAndGroupDocuments.Select(TextOf));

    private static IEnumerable<string> StampsOf(DirectoryContent content) =>
        content.Origin is RestOrigin { Stamps: var stamps }
            ? content.Documents.Select(document => $"{document.UniversalId} {stamps[document.UniversalId]}")
            : content.Documents.Select(document => document.Text);

    private static string TextOf(DominoDocument document) =>
        document.Form + string.Concat(document.Items.Select(item => item.GetDxl()));

    private static IEnumerable<string> EntriesOf(DirectoryContent content) =>
        from entry in content.AccessControlList?.Entry ?? []
        select $"{entry.Name}\n{entry.Level}\n{entry.Type}\n{string.Join("\n", entry.Role)}";
}
