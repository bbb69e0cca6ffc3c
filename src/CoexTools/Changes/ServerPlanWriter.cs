using CoexTools.Files;
using CoexTools.Json;
using CoexTools.Model;
using CoexTools.Sources.Rest;

namespace CoexTools.Changes;

/// <summary>
/// Carries a plan out on the documents of a server: one request for each document, oldest first (ED4). Each change is
/// confirmed by reading the document again. What fails is reported, with what was done until then.
/// </summary>
internal sealed class ServerPlanWriter
{
    private readonly ChangePlan _plan;
    private readonly DominoDirectory _owner;
    private readonly WriteOptions _options;
    private readonly RestCall _call;
    private readonly List<PlannedSave> _done = [];
    private readonly HashSet<string> _changed = new(DomainName.Comparer);
    private readonly HashSet<string> _failed = new(DomainName.Comparer);
    private readonly HashSet<int> _unknown = [];

    private ServerPlanWriter(ChangePlan plan, DominoDirectory owner, WriteOptions options, CancellationToken cancel)
    {
        _plan = plan;
        _owner = owner;
        _options = options;
        _call = new RestCall(options.Log, cancel);
    }

    private RestSource Source => (RestSource)_owner.State.Content.Source!;

    private string Server => _plan.Before.Path!;

    /// <summary>Carries a plan out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">The options. Errors are reported.</param>
    /// <param name="cancel">Cancels the operation. What was changed until then stays changed.</param>
    /// <returns>The part of the plan that was carried out, with the documents as the server has them.</returns>
    /// <exception cref="CoexException">The plan cannot be carried out. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static ChangePlan Write(ChangePlan plan, WriteOptions options, CancellationToken cancel) =>
        plan.Before.Content is { Source: RestSource, Owner: { } owner }
            ? new ServerPlanWriter(plan, owner, options, cancel).Write()
            : throw CoexException.ServerDisconnected(plan.Before.Path!);

    private ChangePlan Write()
    {
        List<(PlannedSave Save, List<KeyValuePair<string, JsonValue>> Items)> changes =
            [.. _plan.Saves.Select(save => (save, ItemsOf(save)))];
        if (changes.Count > 0) // The server would otherwise refuse the first change, or a later one.
            RestAccess.Require(Source.Client, AccessLevel.Editor, _call);
        ChangeJournal? journal = _options.KeepJournal ? ChangeJournal.OfServer(_owner.State.Content) : null;
        if (journal is null)
            SettleWithoutJournal();
        LeaveChangedDomains();
        bool isStopped = false;
        foreach ((PlannedSave save, List<KeyValuePair<string, JsonValue>> items) in changes)
        {
            if (isStopped || _changed.Contains(save.Before.Domain) || _failed.Contains(save.Before.Domain))
                continue;
            WaitForLaterTime(save.Before.Domain);
            SaveResult result = Save(save, items, journal);
            isStopped = result == SaveResult.Stopped;
            if (result != SaveResult.Saved)
                _failed.Add(save.Before.Domain);
        }
        ReportUndone();
        ReportOrder();
        return _plan.CarriedOut(_owner.State, _done);
    }

    // The order of priority follows from the times that the server sets (OR1). Two documents of a domain must not get
    // the same time. Domino measures hundredths of a second, but a server can return whole seconds.
    private void WaitForLaterTime(string domain)
    {
        const int Tick = 20, Second = 1_000;
        DateTimeOffset? last = _done.Where(save => DomainName.Same(save.Before.Domain, domain))
            .Select(save => save.After.Modified).LastOrDefault();
        if (last is { } time)
            _call.Cancel.WaitHandle.WaitOne(time.Millisecond == 0 ? Second : Tick);
    }

    // The order of priority, and the proof that no request is lost, hold for the documents that were read. If one of a
    // domain has changed, the documents of the domain are left as they are.
    private void LeaveChangedDomains()
    {
        foreach (string domain in _plan.Domains)
        {
            foreach (ForeignDomainDocument document in _plan.Before.Unordered.Where(
                document => DomainName.Same(document.Domain, domain)))
            {
                if (IsUnchanged(document))
                    continue;
                _changed.Add(domain);
                bool hasOthers = _plan.Saves.Any(
                    save => DomainName.Same(save.Before.Domain, domain) && !save.Before.IsSameNote(document));
                _options.Fail(CoexException.DocumentChanged(
                    document.ToString(), Server,
                    hasOthers ? $" The other documents for '{domain}' were not changed either, so that their order of "
                        + "priority stays." : ""));
            }
        }
    }

    private bool IsUnchanged(ForeignDomainDocument document)
    {
        return Source.StampNow(document.UniversalId, _call) is { } now
            && Source.Stamps.TryGetValue(document.UniversalId, out RestStamp? stamp) && stamp.IsSame(now);
    }

    // Returns the items to send for a document. An item with the value null is removed.
    private List<KeyValuePair<string, JsonValue>> ItemsOf(PlannedSave save)
    {
        string form = save.Before.Document.Form;
        if (Source.Schema.ChangesOnSave(form) is { Count: > 0 } changes) // The form would add the removed field again.
            throw CoexException.SchemaChangesDocuments(Server, form, RestSchema.DefaultMode, changes);
        var items = new List<KeyValuePair<string, JsonValue>>();
        foreach (string name in NamesOf(save.Before).Except(NamesOf(save.After), StringComparer.OrdinalIgnoreCase))
            items.Add(new(name, JsonValue.Null));
        List<string> readers = [.. save.After.Document.Values(ForeignDomainEdits.ReadersName)];
        if (!readers.SequenceEqual(save.Before.Document.Values(ForeignDomainEdits.ReadersName), StringComparer.Ordinal)
            && readers.Count > 0)
        {
            // Without the flag, everybody could read the document.
            if (!Source.Schema.WritesReaders(form, ForeignDomainEdits.ReadersName))
            {
                throw CoexException.SchemaLacksField(
                    Server, form, RestSchema.DefaultMode,
                    [$"{ForeignDomainEdits.ReadersName} with the format readers and write access"]);
            }
            items.Add(new(ForeignDomainEdits.ReadersName, JsonValue.ArrayOf([.. readers.Select(JsonValue.StringOf)])));
        }
        if (items.Count == 0) // The document is saved again with the domain that it has.
        {
            string item = save.Before.FieldSource.DomainName ?? throw CoexException.ServerReadOnly(Server);
            IReadOnlyList<string> values = save.Before.Document.ItemsNamed(item)
                .First(found => found.Value.Count > 0).Value;
            items.Add(new(
                item,
                values.Count == 1 ? JsonValue.StringOf(
                    values[0]) : JsonValue.ArrayOf([.. values.Select(JsonValue.StringOf)])));
        }
        List<string> missing = [.. items.Select(item => item.Key).Where(name => Source.Schema.IsReadOnly(form, name))];
        IEnumerable<string> lists =
            items.Where(item => item.Value.Kind == JsonKind.Array).Select(item => item.Key).Except(missing);
        missing =
        [
            .. missing.Select(name => $"{name} with write access"),
            .. Source.Schema.SingleFields(form, RestSchema.DefaultMode, lists),
        ];
        if (missing.Count > 0)
            throw CoexException.SchemaLacksField(Server, form, RestSchema.DefaultMode, missing);
        return items;

        static IEnumerable<string> NamesOf(ForeignDomainDocument document) => document.Item.Select(item => item.Name);
    }

    // The lock of the journal is held until the outcome is known. Therefore, only the last entry can be that of an
    // interrupted command, and an entry is removed only while it is the last one.
    private SaveResult Save(PlannedSave save, List<KeyValuePair<string, JsonValue>> items, ChangeJournal? journal)
    {
        FileLock? held;
        try
        {
            held = journal is null ? null : Announce(save, journal);
        }
        catch (CoexException e)
        {
            _options.Fail(e);
            return SaveResult.Stopped;
        }
        using (held)
            return Send(save, items, journal);
    }

    private FileLock Announce(PlannedSave save, ChangeJournal journal)
    {
        FileLock? held = null;
        bool isAnnounced = false;
        try
        {
            held = journal.Lock(_call.Cancel);
            Settle(journal);
            string before = Source.TextOf(Source.Stamps[save.Before.UniversalId]);
            journal.Append(id => _options.Entry(id, before, "", [], JournalDocument.Of([save])));
            isAnnounced = true;
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CoexException.JournalUnavailable(journal.Path, e.Message, e);
        }
        finally
        {
            if (!isAnnounced)
                held?.Dispose();
        }
    }

    // A later change of the document would hide that an interrupted change was not made.
    private void Settle(ChangeJournal journal)
    {
        journal.Repair(_options.Report);
        if (journal.Last() is { } last && last.Id != journal.Added && ChangeHistory.IsNotMade(last, Source, _call))
            journal.Append(id => _options.Entry(id, "", "", [last.Id], []));
    }

    private void SettleWithoutJournal()
    {
        try
        {
            ChangeJournal journal = ChangeJournal.OfServer(_owner.State.Content);
            if (journal.Last() is null)
                return;
            using FileLock held = journal.Lock(_call.Cancel);
            Settle(journal);
        }
        catch (Exception e)
            when (e is CoexException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _options
                .Report($"The journal of '{Server}' cannot be compared with the server before this "
                    + $"change. {e.Message}");
        }
    }

    private SaveResult Send(PlannedSave save, List<KeyValuePair<string, JsonValue>> items, ChangeJournal? journal)
    {
        RestStamp before = Source.Stamps[save.Before.UniversalId];
        RestRequest request = Source.ChangeFor(save.Before.UniversalId, before, items);
        CoexException? failure = null;
        bool isUnknown = false;
        try
        {
            RestAnswer answer = Source.Client.Transfer(request, _call);
            if (answer.Content is null)
            {
                failure = Source.Client.Refused(request, answer);
                isUnknown = answer.Status >= 500;
            }
        }
        catch (TransferException e)
        {
            failure = Source.Client.Failure(e);
            isUnknown = true;
        }
        catch (CoexException e)
        {
            failure = e;
            isUnknown = true;
        }

        DominoDocument after;
        RestStamp stamp;
        try
        {
            (after, stamp) = Source.ReadAgain(save.Before.Document, _call);
        }
        catch (CoexException e)
        {
            _unknown.Add(save.Before.Document.Key);
            _options.Fail(CoexException.ChangeUnconfirmed(save.Name, Server, (failure ?? e).Message));
            return SaveResult.Stopped;
        }
        List<string> wrong = [.. items.Where(item => !IsAsSent(after, item)).Select(item => item.Key)];
        if (stamp.IsSame(before))
        {
            Retract(journal);
            _options.Fail(failure ?? CoexException.ChangeUnconfirmed(
                save.Name, Server, "The server reported a success, but the document is the same as before."));
            return isUnknown ? SaveResult.Stopped : SaveResult.Failed;
        }
        if (failure is not null && (!isUnknown || wrong.Count > 0)) // Somebody else changed it.
        {
            Retract(journal);
            _options.Fail(CoexException.DocumentChanged(save.Name, Server, ""));
            return SaveResult.Failed;
        }
        PlannedSave saved = Replace(save, after, stamp);
        if (wrong.Count > 0)
            _options.Fail(CoexException.FieldCameBack(save.Name, Server, wrong));
        else
            _done.Add(saved);
        // Also with a field that came back: the documents that follow keep the order of priority.
        return SaveResult.Saved;
    }

    private void Retract(ChangeJournal? journal)
    {
        try
        {
            journal?.Retract();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _options.Report("The last entry in the journal is a change that the server did not make.");
        }
    }

    private static bool IsAsSent(DominoDocument document, KeyValuePair<string, JsonValue> item) =>
        item.Value.Kind == JsonKind.Null
        ? !document.ItemsNamed(item.Key).Any()
        : document.Values(item.Key)
            .SequenceEqual(RestDocument.ValuesOf(item.Value).Select(value => value.Trim()), StringComparer.Ordinal);

    private PlannedSave Replace(PlannedSave save, DominoDocument after, RestStamp stamp)
    {
        DirectorySnapshot state = _owner.Change(content =>
        {
            var source = (RestSource)content.Source!;
            Dictionary<string, RestStamp> stamps = source.Stamps.ToDictionary(
                one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase);
            stamps[after.UniversalId] = stamp;
            return content with
            {
                Documents = [.. content.Documents.Select(document => document.Key == after.Key ? after : document)],
                Source = source with { Stamps = stamps },
            };
        });
        return save with
        {
            After = state.Unordered.FirstOrDefault(document => document.Document.Key == after.Key) ?? save.After,
        };
    }

    private void ReportUndone()
    {
        foreach (IGrouping<string, PlannedSave> domain in _plan.Saves
            .Where(save => !_unknown.Contains(save.Before.Document.Key))
            .GroupBy(save => save.Before.Domain, DomainName.Comparer))
        {
            ILookup<bool, string> names = domain.ToLookup(
                save => !_owner.State.Content.Documents.Contains(save.Before.Document),
                save => save.Name);
            // The error DocumentChanged says that the documents were left.
            if (!names[false].Any() || _changed.Contains(domain.Key))
                continue;
            string? primary = names[true].Any() ? PrimaryOf(_owner.State, domain.Key) : null;
            _options.Fail(
                CoexException.ChangeIncomplete(domain.Key, Server, [.. names[true]], [.. names[false]], primary));
        }
    }

    // The times come from the server.
    private void ReportOrder()
    {
        foreach (string domain in _plan.Domains.Where(domain => !_failed.Contains(domain)))
        {
            string? primary = PrimaryOf(_owner.State, domain);
            if (primary != PrimaryOf(_plan.After, domain)
                && _done.Any(save => DomainName.Same(save.Before.Domain, domain)))
            {
                _options.Report(
                    $"The order of priority of '{domain}' on the server differs from the planned order. The primary "
                        + $"document is {primary}.");
            }
        }
    }

    private static string? PrimaryOf(DirectorySnapshot directory, string domain) =>
        directory.InOrder(OrderBy.Modified)
            .FirstOrDefault(document => DomainName.Same(document.Domain, domain))?.ToString();

    private enum SaveResult
    {
        /// <summary>The document was saved.</summary>
        Saved,

        /// <summary>The document was not saved.</summary>
        Failed,

        /// <summary>The server cannot be used any more.</summary>
        Stopped,
    }
}
