using System.Collections;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Serialization;

namespace CoexTools.Commands;

/// <summary>A command that runs requests for each domain, from each origin.</summary>
public abstract class RequestCommand : DocumentSourceCommand
{
    private readonly List<ForeignDomainDocument> _notEdited = [];
    private ReplicaExports _replicas = null!;

    /// <summary>
    /// The servers where requests start. By default, every server that is not a coexistence server, or every server if all are coexistence servers.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? From { get; set; }

    /// <summary>The time that makes the order of priority (OR1).</summary>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <summary>
    /// Documents to take as if they had just been edited in the form: each is the newest, and has its field DocumentAccess back (ED1, ED2).
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [Rehydrated]
    public ForeignDomainDocument[] WhatIfEdited { get; set; } = [];

    /// <summary>The exports of servers' own replicas, by server: what is in there, the server sees, in the order of its times there (AC7).</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ReplicaCompleter))]
    public Hashtable? Replica { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _notEdited.AddRange(WhatIfEdited);
        _replicas = Require(() => ReplicaExports.Read(Reader, Replica));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (ForeignDomainDocument document in _notEdited)
            WriteError(CoexException.DocumentNotFound(document.UniversalId, "the directories"));
    }

    /// <summary>Runs the requests in one directory.</summary>
    private protected abstract void Run(DirectoryScenario scenario, IReadOnlyList<NotesName> origins);

    /// <inheritdoc/>
    private protected sealed override void Process(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _notEdited.RemoveAll(document => Changes.WhatIfFormEdit.Find(directory, document) is not null);
        var scenario = new DirectoryScenario(directory, Select(documents, Domain, NameOf(directory)), WhatIfEdited, _replicas, OrderBy, WarnOnce);
        Run(scenario, Origins(scenario));
    }

    private IReadOnlyList<NotesName> Origins(DirectoryScenario scenario)
    {
        if (From is null)
            return scenario.DefaultOrigins;
        var named = new List<NotesName>();
        foreach (string name in From)
            Attempt(() => named.Add(ServerNames.Resolve(scenario.Snapshot, name, WarnOnce)));
        return [.. named.Distinct()];
    }
}
