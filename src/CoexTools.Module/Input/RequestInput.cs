using System.Collections;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>The parameters of commands that run requests.</summary>
/// <param name="From">
/// Specifies the servers where requests start. Wildcards are allowed. By default, every server that is not a
/// coexistence server, or every server if all are coexistence servers.
/// </param>
/// <param name="OrderBy">Specifies the time that determines the order of priority (OR1).</param>
/// <param name="WhatIfEdited">
/// Specifies documents that are treated as if they had just been edited in the form. Each document becomes the newest of its domain (ED1), and its
/// field DocumentAccess is restored (ED2).
/// </param>
/// <param name="Replica">
/// Specifies the exports of servers' own replicas, by server. A server sees the documents of its replica, in the order of their times there (AC7).
/// </param>
internal sealed record RequestOptions(string[]? From, OrderBy OrderBy, ForeignDomainDocument[] WhatIfEdited, Hashtable? Replica);

/// <summary>Prepares directories for the requests of a command. If a replica cannot be read, the error is terminating.</summary>
/// <param name="command">The command.</param>
/// <param name="reader">Reads the replicas.</param>
/// <param name="options">The parameters.</param>
internal sealed class RequestInput(CoexCommand command, DirectoryReader reader, RequestOptions options)
{
    private readonly List<ForeignDomainDocument> _notEdited = [.. options.WhatIfEdited];
    private readonly ReplicaExports _replicas = command.Require(() => ReplicaExports.Read(reader, options.Replica));

    /// <summary>The files of the replicas.</summary>
    public IEnumerable<string?> ReplicaPaths => _replicas.Paths;

    /// <summary>Returns a directory and its documents, ready for requests.</summary>
    /// <exception cref="CoexException">A server name is ambiguous.</exception>
    public DirectoryScenario Scenario(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _notEdited.RemoveAll(document => WhatIfFormEdit.Find(directory, document) is not null);
        var names = new ServerNames(command, directory);
        return new DirectoryScenario(
            command, directory, names, documents, options.WhatIfEdited, _replicas, options.OrderBy);
    }

    /// <summary>Returns the servers where requests start.</summary>
    public IReadOnlyList<NotesName> Origins(DirectoryScenario scenario) =>
        options.From is null ? scenario.DefaultOrigins : scenario.Names.Each(options.From);

    /// <summary>Reports the documents of -WhatIfEdited that no directory contained.</summary>
    public void ReportNotEdited()
    {
        foreach (ForeignDomainDocument document in _notEdited)
            command.WriteError(CoexException.DocumentNotFound(document.UniversalId, "the directories"));
    }
}
