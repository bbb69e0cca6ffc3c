using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.DirectoryFiles;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Audit.Watch;

/// <summary>
/// Follows one file. Each look compares the file's bytes, by their hash, with those of the last state that was read; so
/// whatever differs between two looks is seen, with or without a sign from the system, and after the file was missing
/// or half written. The file is read again only if its bytes differ, or if a repair could not be written.
/// </summary>
internal sealed class FileWatch(string path, FieldMap fieldMap, bool isStrict, Func<string, bool> isWanted)
    : IDirectoryWatch
{
    // A file that is being replaced is missing or not readable for a moment. That is not an event.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private DirectorySnapshot? _known;
    private string? _hash; // That of the state that was read last; unless the state has it.
    private bool _mustRetry;
    private DateTimeOffset? _troubleSince;
    private bool _isTroubleReported;
    private Exception? _trouble;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public DirectorySnapshot? Known => _known;

    /// <summary>
    /// Specifies whether the last look met a file that was missing or could not be read, and the next one should come
    /// soon.
    /// </summary>
    public bool IsTroubled => _troubleSince is not null;

    /// <summary>Looks at the file.</summary>
    /// <param name="now">The time.</param>
    /// <param name="report">Receives problems that affect only one document.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>What happened since the last look; nothing the first time.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public IReadOnlyList<DirectoryEvent> Look(
        DateTimeOffset now, Action<CoexException> report, CancellationToken cancel)
    {
        DirectorySnapshot current;
        try
        {
            string? known = _known?.Content.Origin is DxlLayout { Stamp.Hash: var read } ? read : _hash;
            // An NSF file is read without its hash. Bytes that are written between the two differ at the next look.
            string? hash = known is null && DirectoryFile.FormatOf(path) != "NSF" ? null : HashOf(known, cancel);
            if (!_mustRetry && known is not null && hash == known)
                return Recovered(now);
            current = new DirectorySnapshot(DirectoryFile.Of(path, isStrict).Read(fieldMap, report, cancel));
            _hash = hash;
            _mustRetry = false;
        }
        catch (Exception e) when (e is CoexException or IOException or UnauthorizedAccessException)
        {
            return Troubled(e, now);
        }
        List<DirectoryEvent> events = [.. Recovered(now)];
        if (_known is not null)
            events.AddRange(DirectoryComparison.Compare(_known, current, isWanted, path, now, cancel));
        _known = current;
        return events;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEvent> End(DateTimeOffset now) =>
        _known is null && _trouble is { } trouble && !_isTroubleReported ? Report(trouble, now) : [];

    /// <inheritdoc/>
    public void Accept(DirectorySnapshot state) => _known = state;

    /// <inheritdoc/>
    public void Retry() => _mustRetry = true;

    // Other programs can write to the file at the same time, unlike with ContentHash.OfFile.
    private string HashOf(string? known, CancellationToken cancel)
    {
        FilePlace.RefuseDevice(path);
        FileReplacement.Await(path);
        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17,
            FileOptions.SequentialScan);
        return ContentHash.Of(stream, known ?? "", cancel);
    }

    private DirectoryEvent[] Recovered(DateTimeOffset now)
    {
        bool wasReported = _isTroubleReported;
        _troubleSince = null;
        _isTroubleReported = false;
        return wasReported ? [
            new DirectoryEvent(DirectoryEventKind.FileBack, path, now, $"'{path}' exists again and can be read.")] : [];
    }

    private DirectoryEvent[] Troubled(Exception e, DateTimeOffset now)
    {
        _troubleSince ??= now;
        _trouble = e;
        return _isTroubleReported || now - _troubleSince < Grace ? [] : Report(e, now);
    }

    private DirectoryEvent[] Report(Exception e, DateTimeOffset now)
    {
        _isTroubleReported = true;
        return File.Exists(path)
            ? [new DirectoryEvent(DirectoryEventKind.FileUnreadable, path, now, e.Message)]
            : [new DirectoryEvent(DirectoryEventKind.FileMissing, path, now, $"'{path}' does not exist.")];
    }
}
