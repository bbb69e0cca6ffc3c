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
    private readonly ServerDomainCheck _check;
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
        _check = new ServerDomainCheck(plan.Before.Content.FieldMap, _call);
    }

    private RestOrigin Origin => RestOrigin.Of(_owner.State.Content);

    // The command can have another field map than the directory.
    private DirectorySnapshot State => _owner.State.ReadWith(_plan.Before.Content.FieldMap);

    private string Server => _plan.Before.Path!;

    /// <summary>Carries a plan out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">The options. Errors are reported.</param>
    /// <param name="cancel">Cancels the operation. What was changed until then stays changed.</param>
    /// <returns>The part of the plan that was carried out, with the documents as the server has them.</returns>
    /// <exception cref="CoexException">The plan cannot be carried out. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static ChangePlan Write(ChangePlan plan, WriteOptions options, CancellationToken cancel)
    {
        _ = RestOrigin.Of(plan.Before.Content); // Fails for a directory of another session.
        return new ServerPlanWriter(plan, plan.Before.Content.Owner!, options, cancel).Write();
    }

    private ChangePlan Write()
    {
        List<(PlannedSave Save, List<KeyValuePair<string, JsonValue>> Items)> changes =
            [.. _plan.Saves.Select(save => (save, ItemsOf(save)))];
        if (changes.Count > 0) // The server would otherwise refuse the first change, or a later one.
            RestAccess.Require(Origin.Client, AccessLevel.Editor, _call);
        ChangeJournal? journal = _options.KeepJournal ? ChangeJournal.OfServer(_owner.State.Content) : null;
        if (journal is null)
            SettleWithoutJournal();
        NextStep next = NextStep.Continue;
        foreach (string domain in _plan.Domains)
        {
            if (next == NextStep.Stop)
                break;
            next = Compare(domain);
            foreach ((PlannedSave save, List<KeyValuePair<string, JsonValue>> items) in
                changes.Where(change => DomainName.Same(change.Save.Before.Domain, domain)))
            {
                if (next != NextStep.Continue)
                    break;
                WaitForLaterTime(domain);
                next = Save(save, items, journal);
                if (next != NextStep.Continue)
                    _failed.Add(domain);
            }
        }
        ReportUndone();
        ReportOrder(isReachable: next != NextStep.Stop);
        return _plan.CarriedOut(State, _done);
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
    // domain has changed, or if the domain has another one, the documents of the domain are left as they are.
    private NextStep Compare(string domain)
    {
        try
        {
            foreach ((string name, string id, string difference) in
                _check.Compare(Origin, domain, DocumentsOf(_plan.Before, domain)))
            {
                _changed.Add(domain);
                bool hasOthers = _plan.Saves.Any(save =>
                    DomainName.Same(save.Before.Domain, domain)
                    && !string.Equals(save.Before.UniversalId, id, StringComparison.OrdinalIgnoreCase));
                _options.Fail(CoexException.DocumentChanged(
                    name, Server, difference,
                    hasOthers ? $" The other documents for '{domain}' were not changed either, so that their order of "
                        + "priority stays." : ""));
            }
            return _changed.Contains(domain) ? NextStep.SkipDomain : NextStep.Continue;
        }
        catch (CoexException e) // What the server has is not known.
        {
            _options.Fail(e);
            return NextStep.Stop;
        }
    }

    private static List<ForeignDomainDocument> DocumentsOf(DirectorySnapshot directory, string domain) =>
        [.. directory.Unordered.Where(document => DomainName.Same(document.Domain, domain))];

    // Returns the items to send for a document. An item with the value null is removed.
    private List<KeyValuePair<string, JsonValue>> ItemsOf(PlannedSave save)
    {
        string form = save.Before.Document.Form;
        if (Origin.Schema.ChangesOnSave(form) is { Count: > 0 } changes) // The form would add the removed field again.
            throw CoexException.SchemaChangesDocuments(Server, form, RestSchema.DefaultMode, changes);
        var items = new List<KeyValuePair<string, JsonValue>>();
        foreach (string name in NamesOf(save.Before).Except(NamesOf(save.After), StringComparer.OrdinalIgnoreCase))
            items.Add(new(name, JsonValue.Null));
        if (save.Undoes.Count > 0)
            items.AddRange(RestoredItems(save));
        List<string> readers = [.. save.After.Document.Values(ForeignDomainEdits.ReadersName)];
        if (!readers.SequenceEqual(save.Before.Document.Values(ForeignDomainEdits.ReadersName), StringComparer.Ordinal)
            && readers.Count > 0)
        {
            // Without the flag, everybody could read the document.
            if (!Origin.Schema.WritesFormat(form, ForeignDomainEdits.ReadersName, RestSchema.ReadersFormat))
            {
                throw CoexException.SchemaLacksField(
                    Server, form, RestSchema.DefaultMode,
                    [$"{ForeignDomainEdits.ReadersName} with the format readers and write access"]);
            }
            items.Add(new(ForeignDomainEdits.ReadersName, JsonValue.ArrayOf([.. readers.Select(JsonValue.StringOf)])));
        }
        RequireAllChanges(save, items);
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
        List<string> missing = [.. items.Select(item => item.Key).Where(name => Origin.Schema.IsReadOnly(form, name))];
        IEnumerable<string> lists =
            items.Where(item => item.Value.Kind == JsonKind.Array).Select(item => item.Key).Except(missing);
        missing =
        [
            .. missing.Select(name => $"{name} with write access"),
            .. Origin.Schema.SingleFields(form, RestSchema.DefaultMode, lists),
        ];
        if (missing.Count > 0)
            throw CoexException.SchemaLacksField(Server, form, RestSchema.DefaultMode, missing);
        return items;

        static IEnumerable<string> NamesOf(ForeignDomainDocument document) => document.Item.Select(item => item.Name);
    }

    // A change that the request does not contain would be lost without an error.
    private static void RequireAllChanges(PlannedSave save, List<KeyValuePair<string, JsonValue>> items)
    {
        DominoDocument before = save.Before.Document;
        foreach (DominoItem after in save.After.Document.Items)
        {
            if (!items.Exists(item => item.Key.Equals(after.Name, StringComparison.OrdinalIgnoreCase))
                && !before.ItemsNamed(after.Name).Any(item => item.Type == after.Type && item.Flags == after.Flags
                    && item.Value.SequenceEqual(after.Value, StringComparer.Ordinal)))
                throw new InvalidOperationException($"The change of {after.Name} cannot be made on a server.");
        }
    }

    // Items other than the readers, which an undo sets to the values that they had. Without their flags, they would not
    // determine who can edit the document.
    private IEnumerable<KeyValuePair<string, JsonValue>> RestoredItems(PlannedSave save)
    {
        string form = save.Before.Document.Form;
        foreach (IGrouping<string, DominoItem> after in
            save.After.Document.Items.GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase))
        {
            string name = after.Key;
            if (name.Equals(ForeignDomainEdits.ReadersName, StringComparison.OrdinalIgnoreCase)
                || after.SelectMany(item => item.Value).SequenceEqual(
                    save.Before.Document.ItemsNamed(name).SelectMany(item => item.Value), StringComparer.Ordinal))
                continue;
            string? format = after.Any(item => item.IsReaders) ? RestSchema.ReadersFormat
                : after.Any(item => item.IsAuthors) ? RestSchema.AuthorsFormat : null;
            if (format is not null && !Origin.Schema.WritesFormat(form, name, format))
            {
                throw CoexException.SchemaLacksField(
                    Server, form, RestSchema.DefaultMode, [$"{name} with the format {format} and write access"]);
            }
            List<JsonValue> values = [.. after.SelectMany(item => item.Value).Select(JsonValue.StringOf)];
            bool isSingle = values.Count == 1
                && Origin.Schema.SingleFields(form, RestSchema.DefaultMode, [name]).Count > 0;
            yield return new(name, isSingle ? values[0] : JsonValue.ArrayOf(values));
        }
    }

    // The lock of the journal is held until the outcome is known. Therefore, only the last entry can be that of an
    // interrupted command, and an entry is removed only while it is the last one.
    private NextStep Save(PlannedSave save, List<KeyValuePair<string, JsonValue>> items, ChangeJournal? journal)
    {
        FileLock? held;
        try
        {
            held = journal is null ? null : RecordUnderLock(save, journal);
        }
        catch (CoexException e)
        {
            _options.Fail(e);
            return NextStep.Stop;
        }
        using (held)
            return Send(save, items, journal);
    }

    private FileLock RecordUnderLock(PlannedSave save, ChangeJournal journal)
    {
        FileLock? held = null;
        bool isAnnounced = false;
        try
        {
            held = journal.Lock(_call.Cancel);
            Settle(journal);
            string before = Origin.Documents.TextOf(Origin.Stamps[save.Before.UniversalId]);
            journal.Append(id => _options.NewEntry(id, before, "", save.Undoes, JournalDocument.Of([save])));
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
        journal.Repair(_options.Warn);
        if (journal.Last() is { } last && last.Id != journal.Added && ChangeHistory.IsNotMade(last, Origin, _call))
            journal.Append(id => _options.NewEntry(id, "", "", [last.Id], []));
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
            _options.Warn($"The journal of '{Server}' cannot be compared with the server before this "
                    + $"change. {e.Message}");
        }
    }

    private NextStep Send(PlannedSave save, List<KeyValuePair<string, JsonValue>> items, ChangeJournal? journal)
    {
        RestStamp before = Origin.Stamps[save.Before.UniversalId];
        if (!IsAsRead(save, before, out CoexException? error))
        {
            Retract(journal);
            _options.Fail(error ?? CoexException.DocumentChanged(save.Name, Server, "was changed", ""));
            return error is null ? NextStep.SkipDomain : NextStep.Stop;
        }
        RestRequest request = Origin.Documents.ChangeFor(save.Before.UniversalId, before, items);
        CoexException? failure = Transfer(request, out bool isUnknown);
        DominoDocument after;
        RestStamp stamp;
        try
        {
            DominoDocument read = save.Before.Document;
            (after, stamp) = Origin.Documents.Read(read.UniversalId, read.Form, read.Key, _call);
        }
        catch (CoexException e)
        {
            _unknown.Add(save.Before.Key);
            _options.Fail(CoexException.ChangeUnconfirmed(save.Name, Server, (failure ?? e).Message));
            return NextStep.Stop;
        }
        List<string> wrong = [.. items.Where(item => !IsAsSent(after, item)).Select(item => item.Key)];
        if (stamp.IsSame(before))
        {
            Retract(journal);
            _options.Fail(failure ?? CoexException.ChangeUnconfirmed(
                save.Name, Server, "The server reported a success, but the document is the same as before."));
            return isUnknown ? NextStep.Stop : NextStep.SkipDomain;
        }
        if (failure is not null && isUnknown && wrong.Count > 0)
        {
            // The server may have made this change and added the field again, or somebody else changed the document.
            _unknown.Add(save.Before.Key);
            _options.Fail(CoexException.ChangeUnconfirmed(save.Name, Server, failure.Message));
            return NextStep.Stop;
        }
        if (failure is not null && !isUnknown) // Somebody else changed it.
        {
            Retract(journal);
            _options.Fail(CoexException.DocumentChanged(save.Name, Server, "was changed", ""));
            return NextStep.SkipDomain;
        }
        PlannedSave saved = Replace(save, after, stamp);
        if (wrong.Count > 0)
            _options.Fail(CoexException.FieldCameBack(save.Name, Server, wrong));
        else
            _done.Add(saved);
        // Also with a field that came back: the documents that follow keep the order of priority.
        return NextStep.Continue;
    }

    // Returns why the server refused the change, or why its answer is not known; null if it reports a success.
    private CoexException? Transfer(RestRequest request, out bool isUnknown)
    {
        isUnknown = true;
        try
        {
            RestAnswer answer = Origin.Client.Transfer(request, _call);
            isUnknown = answer.Content is null && answer.Status >= 500;
            return answer.Content is null ? Origin.Client.Refused(request, answer) : null;
        }
        catch (TransferException e)
        {
            return Origin.Client.Failure(e);
        }
        catch (CoexException e)
        {
            return e;
        }
    }

    // A server that requires the revision compares it itself, in the same step as the change.
    private bool IsAsRead(PlannedSave save, RestStamp before, out CoexException? error)
    {
        error = null;
        try
        {
            return (Origin.Schema.RequiresRevision && before.Revision is not null)
                || Origin.IsAsRead(
                    save.Before.UniversalId, Origin.Documents.StampNow(save.Before.UniversalId, _call));
        }
        catch (CoexException e)
        {
            error = e;
            return false;
        }
    }

    private void Retract(ChangeJournal? journal)
    {
        try
        {
            journal?.Retract();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _options.Warn("The last entry in the journal is a change that the server did not make.");
        }
    }

    private static bool IsAsSent(DominoDocument document, KeyValuePair<string, JsonValue> item) =>
        item.Value.Kind == JsonKind.Null
        ? !document.ItemsNamed(item.Key).Any()
        : document.Values(item.Key)
            .SequenceEqual(
                RestDocument.ValuesOf(item.Value).Where(value => !string.IsNullOrWhiteSpace(value))
                    .Select(value => value.Trim()),
                StringComparer.Ordinal);

    private PlannedSave Replace(PlannedSave save, DominoDocument after, RestStamp stamp)
    {
        DirectorySnapshot state = _owner.Change(content =>
        {
            var origin = RestOrigin.Of(content);
            Dictionary<string, RestStamp> stamps = origin.Stamps.ToDictionary(
                one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase);
            stamps[after.UniversalId] = stamp;
            return content with
            {
                Documents = [.. content.Documents.Select(document => document.Key == after.Key ? after : document)],
                Origin = origin with { Stamps = stamps },
            };
        });
        return save with
        {
            After = state.ReadWith(_plan.Before.Content.FieldMap).Unordered
                .FirstOrDefault(document => document.Key == after.Key) ?? save.After,
        };
    }

    private void ReportUndone()
    {
        foreach (IGrouping<string, PlannedSave> domain in _plan.Saves
            .Where(save => !_unknown.Contains(save.Before.Key))
            .GroupBy(save => save.Before.Domain, DomainName.Comparer))
        {
            ILookup<bool, string> names = domain.ToLookup(
                save => !_owner.State.Content.Documents.Contains(save.Before.Document),
                save => save.Name);
            // The error DocumentChanged says that the documents were left.
            if (!names[false].Any() || _changed.Contains(domain.Key))
                continue;
            string? primary = names[true].Any() ? PrimaryOf(State, domain.Key) : null;
            _options.Fail(
                CoexException.ChangeIncomplete(domain.Key, Server, [.. names[true]], [.. names[false]], primary));
        }
    }

    // The times come from the server, and somebody else can add or save a document of the domain meanwhile.
    private void ReportOrder(bool isReachable)
    {
        foreach (string domain in _plan.Domains.Where(domain =>
            !_failed.Contains(domain) && _done.Any(save => DomainName.Same(save.Before.Domain, domain))))
        {
            string? primary = PrimaryOf(State, domain);
            if (primary != PrimaryOf(_plan.After, domain))
            {
                _options.Warn(
                    $"The order of priority of '{domain}' on the server differs from the planned order. The primary "
                        + $"document is {primary}.");
            }
            if (isReachable)
                ReportOthers(domain);
        }
    }

    private void ReportOthers(string domain)
    {
        const string Consequence = "Therefore, the order of priority might differ from the planned order. Run "
            + "Connect-DominoDirectory again, and review the documents.";
        try
        {
            foreach ((string name, _, string difference) in
                _check.Compare(Origin, domain, DocumentsOf(_plan.Before, domain)))
                _options.Warn($"The document {name} in '{Server}' {difference} during the change. {Consequence}");
        }
        catch (CoexException e)
        {
            _options.Warn(
                $"The documents for '{domain}' in '{Server}' were changed, but cannot be compared afterwards: "
                    + $"{e.Message} {Consequence}");
        }
    }

    private static string? PrimaryOf(DirectorySnapshot directory, string domain) =>
        directory.InOrder(OrderBy.Modified)
            .FirstOrDefault(document => DomainName.Same(document.Domain, domain))?.ToString();

    private enum NextStep
    {
        /// <summary>The next document of the domain is changed.</summary>
        Continue,

        /// <summary>The other documents of the domain are left as they are, and the next domain follows.</summary>
        SkipDomain,

        /// <summary>No other document is changed: the state of the server or the journal is not known.</summary>
        Stop,
    }
}
